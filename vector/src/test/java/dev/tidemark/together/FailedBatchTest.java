package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.event.EventLog;
import dev.tidemark.event.NewEvent;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.state.StateCell;
import dev.tidemark.trace.NewTrace;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An operation fails half-way inside a transaction, whose body catches that, goes on and commits:
 * of the operation nothing stays, the rest does.
 */
class FailedBatchTest {
  private static final int MOST_KEYS = 12;
  private static final int DEEPEST = 8;

  private final Database db =
      Database.inMemory(DatabaseOptions.defaults().limits(limits(MOST_KEYS)));
  private final RunIndex runs = new RunIndex();
  private final KVStore kv = new KVStore();
  private final RunId run = runs.create(db.global(), "nightly").id();
  private final Scope now = db.in(run);

  private static Limits limits(int most) {
    Limits d = Limits.defaults();
    return new Limits(
        d.keyBytes(),
        d.encodedKeyBytes(),
        d.scalarBytes(),
        d.valueBytes(),
        DEEPEST,
        d.containerEntries(),
        most,
        d.transactionBytes(),
        d.maxBytes());
  }

  @AfterEach
  void close() {
    db.close();
  }

  /** Commits a put beside an operation that fails. */
  private void fail(Consumer<Scope> operation) {
    db.transact(
        tx -> {
          Scope scope = tx.in(run);
          assertThatThrownBy(() -> operation.accept(scope)).isInstanceOf(DatabaseException.class);
          kv.put(scope, "went on", true);
        });
    assertThat(kv.getBoolean(now, "went on")).contains(true);
  }

  private static Value tooDeep() {
    Value value = Value.of(1);
    for (int i = 0; i <= DEEPEST; i++) {
      value = Value.list(value);
    }
    return value;
  }

  private static Map<String, Value> secondTooDeep() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("first", Value.of(1));
    values.put("second", tooDeep());
    return values;
  }

  @Test
  void events_beyondTheLimitOfATransaction_leaveTheLogAsItWas() {
    EventLog events = new EventLog();
    events.append(now, "before", Value.nil());

    fail(s -> events.appendAll(s, Collections.nCopies(20, new NewEvent("e", Value.nil()))));

    assertThat(events.length(now)).isEqualTo(1);
    assertThat(events.verifyChain(now).isValid()).isTrue();
    assertThat(events.append(now, "after", Value.nil()).sequence()).isEqualTo(1);
  }

  @Test
  void events_oneThatFitsBesideItsHead_isWholeOrNotThere() {
    EventLog events = new EventLog();
    db.transact(
        tx -> {
          Scope scope = tx.in(run);
          for (int i = 0; i < MOST_KEYS - 1; i++) {
            kv.put(scope, "k" + i, i);
          }
          assertThatThrownBy(() -> events.append(scope, "e", Value.nil()))
              .isInstanceOf(DatabaseException.class);
        });

    assertThat(events.length(now)).isZero();
    assertThat(events.verifyChain(now).isValid()).isTrue();
    assertThat(kv.keys(now, "k")).hasSize(MOST_KEYS - 1);
  }

  @Test
  void traces_oneWithoutItsParent_leaveNone() {
    TraceStore traces = new TraceStore();
    TraceContent thought = new TraceContent.Thought("why", OptionalDouble.empty());
    TraceId elsewhere = traces.record(db.in(runs.create(db.global(), "other").id()), thought);
    NewTrace orphan = new NewTrace(thought, List.of(), Value.emptyMap(), Optional.of(elsewhere));

    fail(s -> traces.recordAll(s, List.of(NewTrace.of(thought), orphan)));

    assertThat(traces.count(now)).isZero();
    assertThat(traces.roots(now, "", 10).items()).isEmpty();
  }

  @Test
  void cellsAndValues_oneTooDeep_leaveNone() {
    StateCell cells = new StateCell();

    fail(s -> cells.setAll(s, secondTooDeep()));
    fail(s -> kv.putAll(s, secondTooDeep()));

    assertThat(cells.exists(now, "first")).isFalse();
    assertThat(kv.exists(now, "first")).isFalse();
  }

  @Test
  void transition_beyondTheLimit_leavesRecordAndListingsAsTheyWere() {
    db.transact(
        tx -> {
          Scope scope = tx.in(run);
          for (int i = 0; i < MOST_KEYS - 1; i++) {
            kv.put(scope, "k" + i, i);
          }
          assertThatThrownBy(() -> runs.transition(scope, RunStatus.COMPLETED))
              .isInstanceOf(DatabaseException.class);
          kv.put(scope, "last", 1);
        });

    assertThat(runs.get(now).orElseThrow().status()).isEqualTo(RunStatus.ACTIVE);
    assertThat(runs.byStatus(db.global(), RunStatus.ACTIVE, "", 10).items()).hasSize(1);
    assertThat(runs.byStatus(db.global(), RunStatus.COMPLETED, "", 10).items()).isEmpty();
    assertThat(kv.exists(now, "last")).isTrue();
  }
}
