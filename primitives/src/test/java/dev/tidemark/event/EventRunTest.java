package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of runs that are reopened, looked at in the past, forked, replayed and deleted. */
class EventRunTest {
  private static final DatabaseOptions KEPT =
      DatabaseOptions.defaults().retention(Retention.commits(1_000));

  @TempDir private Path directory;
  private final EventLog log = new EventLog();

  private RunId runWithEvents(Database db, int count) {
    RunId run = new Runs().create(db.global(), "run");
    append(db.in(run), 0, count);
    return run;
  }

  private void append(Scope scope, int from, int to) {
    for (int i = from; i < to; i++) {
      log.append(scope, i % 2 == 0 ? "even" : "odd", Value.of(i));
    }
  }

  /** What every read returns. */
  private List<Object> everything(ReadScope scope) {
    List<Object> all = new ArrayList<>();
    all.add(log.length(scope));
    all.add(log.head(scope));
    all.add(log.range(scope, 0, Long.MAX_VALUE));
    all.add(log.range(scope, EventRange.all().reverse(), "", 1_000));
    all.add(log.byTime(scope, 0, Long.MAX_VALUE, "", 1_000));
    all.add(log.byType(scope, "odd"));
    all.add(log.types(scope));
    all.add(log.verifyChain(scope));
    assertThat(log.verifyChain(scope).reason()).isEmpty();
    return all;
  }

  static Stream<Durability> durabilities() {
    return Stream.of(Durability.strict(), Durability.buffered());
  }

  @ParameterizedTest
  @MethodSource("durabilities")
  void reopen_again_andAgain_goesOnWhereItStopped(Durability durability) {
    DatabaseOptions options = DatabaseOptions.defaults().durability(durability);
    RunId run = null;
    List<Object> before = null;
    for (int i = 0; i < 5; i++) {
      try (Database db = Database.open(directory, options)) {
        run = run == null ? runWithEvents(db, 3) : run;
        if (before != null) {
          assertThat(everything(db.in(run))).isEqualTo(before);
        }
        append(db.in(run), 3 + 4 * i, 7 + 4 * i);
        if (i % 2 == 1) {
          db.checkpoint();
        }
        before = everything(db.in(run));
      }
    }
  }

  @Test
  void at_pastVersions_seeTheLogAsItWas() {
    try (Database db = Database.inMemory(KEPT)) {
      RunId run = new Runs().create(db.global(), "run");
      List<Long> versions = new ArrayList<>();
      List<List<Object>> live = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        append(db.in(run), i, i + 1);
        versions.add(db.stats().version());
        live.add(everything(db.in(run)));
      }

      for (int i = 0; i < 50; i++) {
        assertThat(everything(db.at(versions.get(i)).in(run))).isEqualTo(live.get(i));
      }
    }
  }

  @Test
  void at_versionThatIsNotKept_isRefusedByEveryRead() {
    try (Database db =
        Database.inMemory(DatabaseOptions.defaults().retention(Retention.commits(5)))) {
      RunId run = runWithEvents(db, 3);
      ReadScope past = db.at(db.stats().version()).in(run);
      append(db.in(run), 3, 400);

      assertThatThrownBy(() -> log.length(past)).isInstanceOf(HistoryUnavailableException.class);
      assertThatThrownBy(() -> log.range(past, 0, 9))
          .isInstanceOf(HistoryUnavailableException.class);
      assertThatThrownBy(() -> log.types(past)).isInstanceOf(HistoryUnavailableException.class);
      assertThat(log.history(db.in(run)).states()).hasSizeBetween(5, 399);
    }
  }

  @Test
  void fork_ofThePast_hasItsLogAndGoesOnByItself() {
    try (Database db = Database.inMemory(KEPT)) {
      RunId run = runWithEvents(db, 10);
      long version = db.stats().version();
      append(db.in(run), 10, 15);

      RunId fork = db.fork(run, version);

      assertThat(log.length(db.in(fork))).isEqualTo(10);
      assertThat(log.verifyChain(db.in(fork)).isValid()).isTrue();
      assertThat(log.byType(db.in(fork), "odd")).hasSize(5);
      assertThat(log.head(db.in(fork)).orElseThrow().hash())
          .isEqualTo(log.read(db.in(run), 9).orElseThrow().hash());
      assertThat(log.diff(db.in(run), db.in(fork)).commonPrefix()).isEqualTo(10);
      log.append(db.in(fork), "other", Value.of(10));
      assertThat(log.types(db.in(fork)))
          .containsExactly(
              new EventCount("even", 5), new EventCount("odd", 5), new EventCount("other", 1));
      assertThat(log.types(db.in(run)))
          .containsExactly(new EventCount("even", 8), new EventCount("odd", 7));
      assertThat(log.diff(db.in(run), db.in(fork)).second().orElseThrow().type())
          .isEqualTo("other");
      assertThat(log.verifyChain(db.in(fork)).isValid()).isTrue();
    }
  }

  @Test
  void replay_everyStep_hasTheLogOfThatStep() {
    try (Database db = Database.open(directory, KEPT)) {
      RunId run = new Runs().create(db.global(), "run");
      List<List<Object>> live = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        append(db.in(run), i, i + 1);
        live.add(everything(db.in(run)));
      }

      RunView view = db.replay(run);

      List<RunView.Step> last = view.steps().subList(view.steps().size() - 60, view.steps().size());
      assertThat(last.stream().map(step -> everything(step.scope())).toList()).isEqualTo(live);
      assertThat(log.length(view.at(last.get(10).version()))).isEqualTo(11);
    }
  }

  @Test
  void delete_run_endsItsLogAndNoOther() {
    try (Database db = Database.open(directory, KEPT)) {
      RunId other = runWithEvents(db, 3);
      RunId run = runWithEvents(db, 5);
      long before = db.stats().version();

      new Runs().delete(db.in(run));

      assertThatThrownBy(() -> log.types(db.in(run))).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> log.append(db.in(run), "a", Value.of(1)))
          .isInstanceOf(NotFoundException.class);
      assertThat(log.byType(db.at(before).in(run), "even")).hasSize(3);
      assertThat(log.types(db.in(other))).hasSize(2);
    }
  }
}
