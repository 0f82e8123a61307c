package dev.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.primitives.Parallel;
import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views taken while several threads record in one run: rows and index rows always agree. */
class TraceStoreStressTest {
  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int ROUNDS = 400;
  private static final int EACH = 3;
  private static final int ALL = Integer.MAX_VALUE;

  private final Parallel parallel = new Parallel(WRITERS + READERS);
  private final TraceStore traces = new TraceStore();
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @AfterEach
  void close() {
    parallel.close();
  }

  /** With a clock that stands still all ids have one time, and differ by what else is in them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void views_whileAllRecord_seeRowsAndIndexAgree(boolean clockStands) throws Exception {
    DatabaseOptions options = DatabaseOptions.defaults();
    Instant still = Instant.parse("2026-01-01T00:00:00Z");
    try (Database db = Database.inMemory(clockStands ? options.clock(() -> still) : options)) {
      RunId run = new Runs().create(db.global(), "nightly");

      List<List<TraceId>> recorded =
          parallel.call(thread -> thread < WRITERS ? write(db, run, thread) : read(db, run));

      List<TraceId> all = recorded.stream().flatMap(List::stream).toList();
      assertThat(all).hasSize(WRITERS * ROUNDS * EACH).doesNotHaveDuplicates();
      recorded.forEach(own -> assertThat(own).isSorted());
      assertWhole(db.in(run));
      assertThat(traces.count(db.in(run))).isEqualTo(all.size());
      assertThat(db.stats().transactions().conflicts()).isZero();
    }
  }

  /** Each round is one transaction: a thought and two plans that follow from it. */
  private List<TraceId> write(Database db, RunId run, int thread) {
    List<TraceId> own = new ArrayList<>();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        own.addAll(
            db.transactResult(
                    tx -> {
                      TraceId first =
                          traces.record(
                              tx.in(run),
                              new Thought("t" + thread),
                              List.of("tag", "t" + thread),
                              Value.emptyMap());
                      NewTrace plan = NewTrace.of(new Custom("plan", Value.nil())).parent(first);
                      List<TraceId> ids = new ArrayList<>(List.of(first));
                      ids.addAll(
                          traces.recordAll(
                              tx.in(run), List.of(plan.tags("tag"), plan.tags("tag", "last"))));
                      return ids;
                    })
                .value());
      }
    } finally {
      writing.decrementAndGet();
    }
    return own;
  }

  private List<TraceId> read(Database db, RunId run) {
    boolean last;
    do {
      last = writing.get() == 0;
      try (ReadView view = db.readView()) {
        assertWhole(view.in(run));
      }
    } while (!last);
    return List.of();
  }

  private void assertWhole(ReadScope scope) {
    List<Trace> rows = traces.byTime(scope, 0, Long.MAX_VALUE, "", ALL).items();
    assertThat(rows.size() % EACH).isZero();
    List<Trace> thoughts = traces.byType(scope, TraceType.THOUGHT, "", ALL).items();
    List<Trace> plans = traces.byType(scope, TraceType.custom("plan"), "", ALL).items();
    assertThat(thoughts).hasSize(rows.size() / EACH);
    assertThat(traces.byTag(scope, "tag", "", ALL).items()).isEqualTo(rows);
    assertThat(traces.byTag(scope, "last", "", ALL).items()).hasSize(thoughts.size());
    Set<Trace> byType = new HashSet<>(thoughts);
    byType.addAll(plans);
    assertThat(byType).isEqualTo(new HashSet<>(rows));
    if (!thoughts.isEmpty()) {
      Trace newest = traces.newest(scope, 1, TraceType.THOUGHT).get(0);
      assertThat(newest).isEqualTo(thoughts.get(thoughts.size() - 1));
      assertThat(traces.children(scope, newest.id(), "", ALL).items())
          .hasSize(2)
          .allMatch(child -> child.version() == newest.version());
    }
  }
}
