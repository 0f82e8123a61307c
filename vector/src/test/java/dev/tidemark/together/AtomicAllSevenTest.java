package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseFixture;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.run.Cascade;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoreStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One transaction over all primitives: everything it did, or nothing. */
@Tag("scalar") // the kernel does not matter here
class AtomicAllSevenTest {
  private final Database db =
      DatabaseFixture.inMemory(DatabaseOptions.defaults().retention(Retention.commits(1_000)));
  private final RunId run = new RunIndex().create(db.global(), "nightly").id();
  private final Scope now = db.in(run);

  private static final class Rollback extends Exception {
    private static final long serialVersionUID = 1;
  }

  static List<Participant> participants() {
    return Together.ALL;
  }

  @AfterEach
  void close() {
    DatabaseFixture.checkInvariants(db);
    db.close();
  }

  private Together touch() {
    Together before = Together.of(now);
    db.transact(tx -> before.touch(tx.in(run)));
    return before;
  }

  @Test
  void commit_everythingIsSeenAtOneVersion() {
    Together before = touch();
    long last = db.stats().version();
    try (ReadView view = db.readView()) {
      Together after = before.copy();

      long version =
          db.transact(
              tx -> {
                for (Participant each : Together.ALL) {
                  after.touch(each, tx.in(run));
                  assertThat(Together.of(now)).isEqualTo(before);
                }
                assertThat(Together.of(tx.in(run))).isEqualTo(after).isNotEqualTo(before);
              });

      assertThat(version).isEqualTo(last + 1);
      assertThat(Together.of(now)).isEqualTo(after);
      assertThat(Together.ALL).extracting(each -> each.version(now)).containsOnly(version);
      assertThat(Together.of(view.in(run))).isEqualTo(before);
    }
  }

  @Test
  void rollback_byItsBody_leavesNothing() {
    Together before = touch();
    long version = db.stats().version();

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      before.copy().touch(tx.in(run)).change(tx.in(run), new Random(1));
                      throw new Rollback();
                    }))
        .isInstanceOf(Rollback.class);

    assertThat(Together.of(now)).isEqualTo(before);
    assertThat(db.stats().version()).isEqualTo(version);
  }

  @ParameterizedTest
  @MethodSource("participants")
  void rollback_byARefusedOperation_leavesNothing(Participant refusing) {
    Together before = touch();
    long version = db.stats().version();

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      before.copy().touch(tx.in(run));
                      refusing.fail(tx.in(run));
                    }))
        .isInstanceOf(DatabaseException.class);

    assertThat(Together.of(now)).isEqualTo(before);
    assertThat(db.stats().version()).isEqualTo(version);
  }

  @ParameterizedTest
  @MethodSource("participants")
  void refusedOperation_thatTheBodyCatches_leavesNoPartOfItself(Participant refusing) {
    Together after = touch().copy();

    db.transact(
        tx -> {
          after.touch(tx.in(run));
          assertThatThrownBy(() -> refusing.fail(tx.in(run))).isInstanceOf(DatabaseException.class);
        });

    assertThat(Together.of(now)).isEqualTo(after);
  }

  @ParameterizedTest
  @MethodSource("participants")
  void conflict_ofOnePrimitive_refusesTheWhole(Participant contended) {
    try (Database once = Database.inMemory(DatabaseOptions.defaults().retry(RetryPolicy.none()))) {
      RunId other = new RunIndex().create(once.global(), "contended").id();
      Together expected = new Together();
      once.transact(tx -> expected.touch(tx.in(other)));

      assertThatThrownBy(
              () ->
                  once.transact(
                      tx -> {
                        expected.copy().touch(tx.in(other));
                        elsewhere(once, other, expected, contended);
                      }))
          .isInstanceOf(ConflictException.class);

      assertThat(Together.of(once.in(other))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("participants")
  void conflict_ofOnePrimitive_repeatsTheWhole(Participant contended) {
    Together rival = touch();
    AtomicReference<Together> written = new AtomicReference<>();
    AtomicInteger attempts = new AtomicInteger();

    db.transact(
        tx -> {
          written.set(rival.copy().touch(tx.in(run)));
          if (attempts.getAndIncrement() == 0) {
            elsewhere(db, run, rival, contended);
          }
        });

    assertThat(attempts).hasValue(2);
    assertThat(Together.of(now)).isEqualTo(written.get()).isNotEqualTo(rival);
  }

  /** A commit of another thread while this one's transaction is open. */
  private static void elsewhere(Database db, RunId run, Together model, Participant touched) {
    CompletableFuture.runAsync(() -> db.transact(tx -> model.touch(touched, tx.in(run)))).join();
  }

  @Test
  void at_everyVersion_isWhatWasThereThen() {
    List<Together> states = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    Random random = new Random(7);
    Together model = Together.of(now);
    for (int i = 0; i < 60; i++) {
      Together next = model.copy();
      versions.add(db.transact(tx -> next.touch(tx.in(run)).change(tx.in(run), random)));
      states.add(next);
      model = next;
    }

    assertThat(Together.of(db.at(versions.get(0) - 1).in(run))).isEqualTo(new Together());
    for (int i = 0; i < states.size(); i++) {
      assertThat(Together.of(db.at(versions.get(i)).in(run))).isEqualTo(states.get(i));
    }
  }

  @Test
  void replay_showsAllEffectsAtOneStep() {
    List<Together> states = new ArrayList<>();
    List<Long> versions = new ArrayList<>();
    Together model = Together.of(now);
    for (int i = 0; i < 20; i++) {
      Together next = model.copy();
      versions.add(db.transact(tx -> next.touch(tx.in(run))));
      new RunIndex().create(db.global(), "another " + i).id();
      states.add(next);
      model = next;
    }

    RunView replayed = db.replay(run);

    List<RunView.Step> steps = replayed.steps();
    steps = steps.subList(steps.size() - states.size(), steps.size());
    assertThat(steps).extracting(RunView.Step::version).isEqualTo(versions);
    assertThat(steps.stream().map(step -> Together.of(step.scope())).toList()).isEqualTo(states);
    assertThat(Together.of(replayed.at(versions.get(0) - 1))).isEqualTo(new Together());
  }

  @Test
  void fork_holdsEverythingAndGoesItsOwnWay() {
    Together before = touch();
    long version = db.stats().version();
    touch();

    RunId fork = db.fork(run, version);

    assertThat(Together.of(db.in(fork))).isEqualTo(before);
    Together after = before.copy();
    db.transact(tx -> after.touch(tx.in(fork)).change(tx.in(fork), new Random(3)));
    assertThat(Together.of(db.in(fork))).isEqualTo(after);
    assertThat(Together.of(db.at(version).in(run))).isEqualTo(before);
  }

  @Test
  void deleteRun_leavesNothingOfAnyPrimitive() {
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions forgetful =
        DatabaseOptions.defaults().checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
    RunId kept;
    Together keptState = new Together();
    long keys;
    try (Database any = DatabaseFixture.open(disk, forgetful)) {
      kept = new RunIndex().create(any.global(), "kept").id();
      any.transact(tx -> keptState.touch(tx.in(kept)));
      DatabaseFixture.doUpkeep(any);
      StoreStats before = any.stats().store();
      keys = before.keys();

      RunId doomed = runFull(any);
      new RunIndex().delete(any.in(doomed), Cascade.RESTRICT);
      DatabaseFixture.doUpkeep(any);

      assertThatThrownBy(() -> Together.of(any.in(doomed))).isInstanceOf(NotFoundException.class);
      StoreStats after = any.stats().store();
      assertThat(after.keys()).isEqualTo(keys);
      assertThat(after.bytes()).isEqualTo(before.bytes());
      assertThat(after.indexLag()).isEqualTo(before.indexLag());
      assertThat(Together.of(any.in(kept))).isEqualTo(keptState);
      DatabaseFixture.checkInvariants(any);
      any.checkpoint();
    }
    try (Database again = DatabaseFixture.open(disk, forgetful)) {
      assertThat(again.stats().store().keys()).isEqualTo(keys);
      assertThat(Together.of(again.in(kept))).isEqualTo(keptState);
    }
  }

  private static RunId runFull(Database any) {
    RunId full = new RunIndex().create(any.global(), "full").id();
    Random random = new Random(11);
    Together model = new Together();
    for (int i = 0; i < 50; i++) {
      any.transact(tx -> model.touch(tx.in(full)).change(tx.in(full), random));
    }
    assertThat(Together.of(any.in(full))).isEqualTo(model);
    return full;
  }
}
