package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.primitives.Parallel;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads on one cell, in a database whose retry policy repeats nothing. */
class StateCellStressTest {
  private static final int THREADS = 8;

  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().retry(RetryPolicy.none()));
  private final Scope now = db.in(new Runs().create(db.global(), "nightly"));
  private final StateCell cells = new StateCell();
  private final Parallel parallel = new Parallel(THREADS);

  @AfterEach
  void close() {
    parallel.close();
    db.close();
  }

  @Test
  void compareAndSet_oneVersionByAll_oneWinsAndTheOthersLearnTheActualOne() throws Exception {
    for (int round = 0; round < 200; round++) {
      long expected = cells.set(now, "lease", Value.of(round));

      List<CasResult> results =
          parallel.call(thread -> cells.compareAndSet(now, "lease", expected, Value.of(thread)));

      assertThat(results).filteredOn(CasResult::applied).hasSize(1);
      Versioned<Value> actual = cells.read(now, "lease").orElseThrow();
      assertThat(results).allMatch(r -> r.version() == actual.version());
      int winner = Math.toIntExact(((Value.LongValue) actual.value()).value());
      assertThat(results.get(winner).applied()).isTrue();
    }
  }

  @Test
  void init_byAll_oneSucceeds() throws Exception {
    for (int round = 0; round < 200; round++) {
      String name = "cell" + round;

      List<Boolean> made = parallel.call(thread -> isMade(name));

      assertThat(made).filteredOn(b -> b).hasSize(1);
    }
  }

  private boolean isMade(String name) {
    try {
      return cells.init(now, name, Value.of(1)) > 0;
    } catch (InvalidArgumentException e) {
      return false;
    }
  }

  @Test
  void transition_byAll_losesNoUpdateAndNeverSurfacesAConflict() throws Exception {
    int each = 500;
    cells.init(now, "counter", Value.of(0));

    List<List<Long>> versions =
        parallel.call(
            thread -> {
              List<Long> own = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                own.add(cells.transition(now, "counter", StateCellStressTest::plusOne).version());
              }
              return own;
            });

    Versioned<Value> last = cells.read(now, "counter").orElseThrow();
    assertThat(last.value()).isEqualTo(Value.of((long) each * THREADS));
    assertThat(versions.stream().flatMap(List::stream))
        .doesNotHaveDuplicates()
        .hasSize(each * THREADS)
        .contains(last.version());
    assertThat(versions).allSatisfy(own -> assertThat(own).isSorted());
  }

  @Test
  void transitionOrInit_absentCellByAll_countsEveryOne() throws Exception {
    for (int round = 0; round < 100; round++) {
      String name = "cell" + round;

      parallel.call(
          thread -> cells.transitionOrInit(now, name, Value.of(0), StateCellStressTest::plusOne));

      assertThat(cells.read(now, name).orElseThrow().value()).isEqualTo(Value.of(THREADS));
    }
  }

  private static Value plusOne(Value before) {
    return Value.of(((Value.LongValue) before).value() + 1);
  }
}
