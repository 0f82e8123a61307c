package dev.tidemark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads at the same runs. */
class RunIndexStressTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 200;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunIndex runs = new RunIndex();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    threads.shutdownNow();
    db.close();
  }

  private interface Attempt {
    boolean make(int thread);
  }

  /** How many of the attempts, all begun at once, succeed. */
  private long race(Attempt attempt) throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<Boolean>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      results.add(
          threads.submit(
              () -> {
                start.await();
                return attempt.make(thread);
              }));
    }
    long successes = 0;
    for (Future<Boolean> result : results) {
      successes += result.get() ? 1 : 0;
    }
    return successes;
  }

  private boolean moves(RunId run, RunStatus next) {
    try {
      runs.transition(db.in(run), next);
      return true;
    } catch (InvalidArgumentException e) {
      return false;
    }
  }

  @Test
  void transition_sameStepOnManyThreads_exactlyOneMakesIt() throws Exception {
    RunId run = runs.create(db.global(), "run").id();
    for (int round = 0; round < ROUNDS; round++) {
      RunStatus next = round % 2 == 0 ? RunStatus.PAUSED : RunStatus.ACTIVE;
      assertThat(race(thread -> moves(run, next))).isEqualTo(1);
      assertThat(runs.get(db.in(run)).orElseThrow().status()).isEqualTo(next);
      assertThat(runs.byStatus(db.global(), next, "", 9).items()).hasSize(1);
    }
  }

  @Test
  void transition_differentEndsOnManyThreads_exactlyOneStays() throws Exception {
    List<RunStatus> ends =
        List.of(RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.COMPLETED);
    for (int round = 0; round < ROUNDS; round++) {
      RunId run = runs.create(db.global(), "run").id();
      assertThat(
              race(
                  thread -> {
                    if (ends.get(thread) != RunStatus.FAILED) {
                      return moves(run, ends.get(thread));
                    }
                    try {
                      runs.fail(db.in(run), "why");
                      return true;
                    } catch (InvalidArgumentException e) {
                      return false;
                    }
                  }))
          .isEqualTo(1);
    }
    long listed = 0;
    for (RunStatus end : RunStatus.values()) {
      listed += runs.byStatus(db.global(), end, "", 10 * ROUNDS).items().size();
    }
    assertThat(listed).isEqualTo(ROUNDS);
  }

  @Test
  void create_differentRunsOnManyThreads_neverMeet() throws Exception {
    long conflicts = db.stats().transactions().conflicts();
    race(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            RunOptions options = RunOptions.defaults().tags("shared", "t" + thread);
            RunId run = runs.create(db.global(), "same name", options).id();
            runs.addTags(db.in(run), List.of("more"));
            runs.transition(db.in(run), RunStatus.COMPLETED);
          }
          return true;
        });
    assertThat(db.stats().transactions().conflicts()).isEqualTo(conflicts);
    assertThat(runs.byTag(db.global(), "more", "", 10 * ROUNDS).items()).hasSize(THREADS * ROUNDS);
  }

  @Test
  void addTags_sameRunOnManyThreads_loseNone() throws Exception {
    RunId run = runs.create(db.global(), "run").id();
    race(
        thread -> {
          for (int i = 0; i < 50; i++) {
            runs.addTags(db.in(run), List.of("t" + thread + "-" + i));
          }
          return true;
        });
    assertThat(runs.get(db.in(run)).orElseThrow().tags()).hasSize(THREADS * 50);
  }

  @Test
  void delete_besideChildrenBeingMade_leavesNoneWithAParentThatIsGone() throws Exception {
    for (int round = 0; round < ROUNDS / 4; round++) {
      RunId parent = runs.create(db.global(), "parent").id();
      race(
          thread -> {
            try {
              if (thread == 0) {
                runs.delete(db.in(parent), Cascade.DELETE);
              } else {
                RunOptions options = RunOptions.defaults().parent(parent);
                for (int i = 0; i < 20; i++) {
                  runs.create(db.global(), "child", options);
                }
              }
            } catch (NotFoundException e) {
              return false;
            }
            return true;
          });
      assertThat(runs.byName(db.global(), "child", "", 1).items()).isEmpty();
    }
  }
}
