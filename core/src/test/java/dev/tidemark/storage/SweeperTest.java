package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.Value;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  private final MultiVersionMap map =
      new MultiVersionMap(
          new IndexProviders(List.of(), () -> 0), new RetainedHistory(Retention.none()));
  private final Partition partition = map.run(RunId.GLOBAL).get(SPACE);
  private final Sweeper sweeper = map.sweeper();
  private long version;

  @AfterEach
  void leaveWhole() {
    map.checkInvariants();
    map.checkCounts();
  }

  @Test
  void step_deletedAtTheHorizon_removesTheEntryEverywhere() {
    Entry entry = put("k");
    delete("k");

    sweeper.step(version);

    assertThat(entry.isRemoved()).isTrue();
    assertThat(partition.find("k")).isNull();
    assertThat(partition.entries(KeyRange.all())).isEmpty();
    assertThat(sweeper.size()).hasToString("0 keys, 0 versions, 0 bytes");
    assertThat(sweeper.removedKeys()).isEqualTo(1);
  }

  @Test
  void step_deletedAboveTheHorizon_waitsForIt() {
    Entry entry = put("k");
    delete("k");

    sweeper.step(version - 1);
    assertThat(partition.find("k")).isSameAs(entry);
    assertThat(entry.at(version - 1).value()).isEqualTo(Value.of(1));

    sweeper.step(version);
    assertThat(partition.find("k")).isNull();
  }

  @Test
  void step_overwritten_cutsTheChainBehindTheHorizon() {
    Entry entry = put("k");
    put("k");
    put("k");
    assertThat(sweeper.size().versions()).isEqualTo(3);

    sweeper.step(2);
    assertThat(sweeper.size().versions()).isEqualTo(2);
    assertThat(entry.at(2).version()).isEqualTo(2);
    sweeper.step(3);
    assertThat(sweeper.size().versions()).isEqualTo(1);
    assertThat(MultiVersionMap.isPruned(entry.at(2))).isTrue();
  }

  @Test
  void step_entryThatNeverGotAVersion_isRemovedOnceUnlocked() {
    Object committer = new Object();
    Entry entry = partition.findOrCreateLocked(key("k"), committer);

    sweeper.step(9);
    assertThat(partition.find("k")).isSameAs(entry);
    entry.unlock(committer);
    sweeper.step(9);
    assertThat(partition.find("k")).isNull();
  }

  @Test
  void step_lockedEntry_isVisitedAgain() {
    Object committer = new Object();
    Entry entry = put("k");
    delete("k");
    assertThat(entry.tryLock(committer)).isTrue();

    sweeper.step(version);
    assertThat(partition.find("k")).isSameAs(entry);
    entry.unlock(committer);
    sweeper.step(version);
    assertThat(partition.find("k")).isNull();
  }

  @Test
  void findOrCreate_keyOfARemovedEntry_makesAnotherThatCanBeLocked() {
    put("other");
    Entry removed = put("k");
    delete("k");
    sweeper.step(version);
    Object committer = new Object();

    assertThat(removed.tryLock(committer)).isFalse();
    assertThat(removed.isLockedByOther(committer)).isFalse();
    Entry next = partition.findOrCreateLocked(key("k"), committer);
    assertThat(next).isNotSameAs(removed);
    assertThat(next.isLockedBy(committer)).isTrue();
    next.unlock(committer);
  }

  @Test
  void step_muchToDo_isBounded() {
    for (int i = 0; i < 5_000; i++) {
      put("k" + i);
      delete("k" + i);
    }

    assertThat(sweeper.step(version)).isTrue();
    assertThat(sweeper.removedKeys()).isBetween(1L, 1_000L);
    sweeper.sweep(version);
    assertThat(sweeper.removedKeys()).isEqualTo(5_000);
  }

  @Test
  void step_keyWrittenOftenBetweenSteps_isVisitedOnce() {
    for (int i = 0; i < 5_000; i++) {
      put("k");
    }

    assertThat(sweeper.step(0)).isFalse();
    assertThat(sweeper.step(version)).isFalse();
    assertThat(sweeper.size().versions()).isEqualTo(1);
  }

  @Test
  void expired_newestStateEndsLater_isHandedOverOnlyThen() {
    install("k", new Mutation.Put(full("k"), Value.of(1), 100));
    sweeper.step(version);
    install("k", new Mutation.Put(full("k"), Value.of(1), 200));
    sweeper.step(version);

    assertThat(sweeper.expired(150, 10)).isEmpty();
    List<Sweeper.Expired> expired = sweeper.expired(200, 10);
    assertThat(expired).extracting(e -> e.entry().key()).containsExactly(key("k"));
    assertThat(sweeper.expired(200, 10)).isEmpty();
    sweeper.takeBack(expired);
    assertThat(sweeper.expired(200, 10)).hasSize(1);
    sweeper.takeBack(expired);
  }

  @Test
  void expired_keyRewrittenWithoutEnd_isForgotten() {
    for (int i = 0; i < 1_000; i++) {
      install("k", new Mutation.Put(full("k"), Value.of(1), 1_000_000 - i));
      sweeper.step(version);
    }
    put("k");
    sweeper.step(version);

    assertThat(sweeper.expectsExpiry()).isFalse();
    assertThat(sweeper.expired(2_000_000, 10)).isEmpty();
  }

  @Test
  void apply_logOfShortLives_keepsTheMapSmall() {
    int most = 0;
    for (int i = 1; i <= 20_000; i++) {
      Key key = full("k" + i / 2);
      Mutation next = i % 2 == 0 ? new Mutation.Put(key, Value.of(i)) : new Mutation.Tombstone(key);
      map.apply(new CommitBatch(i, i, List.of(next)));
      most = Math.max(most, (int) sweeper.size().keys());
    }

    assertThat(most).isLessThan(2_000);
  }

  @Test
  void step_lastEntryRemoved_givesUpThePartitionUntilSomethingIsWritten() {
    RunPartitions run = map.run(RunId.GLOBAL);
    Key key = new Key(RunId.GLOBAL, SPACE, new byte[] {1});
    map.apply(new CommitBatch(1, 0, List.of(new Mutation.Put(key, Value.of(1)))));
    Partition before = run.find(SPACE);
    map.apply(new CommitBatch(2, 0, List.of(new Mutation.Tombstone(key))));
    map.sweeper().sweep(2);
    assertThat(run.find(SPACE)).isNull();
    assertThat(run.spaces()).isEmpty();
    assertThat(before.findOrCreateLocked(key.user(), "late")).isNull();

    Partition after = before.current();
    assertThat(after).isNotSameAs(before).isSameAs(run.find(SPACE));
    Entry made = after.findOrCreateLocked(key.user(), "late");
    assertThat(before.findCurrent(key.user())).isSameAs(made);
    made.unlock("late");
    map.sweeper().sweep(2);
    assertThat(run.find(SPACE)).as("the commit has failed").isNull();
  }

  @Test
  void step_lastEntryOfAClosedPartitionRemoved_keepsIt() {
    RunPartitions run = map.run(RunId.GLOBAL);
    Key key = new Key(RunId.GLOBAL, SPACE, new byte[] {1});
    map.apply(new CommitBatch(1, 0, List.of(new Mutation.Put(key, Value.of(1)))));
    run.find(SPACE).tryClose("committer");
    map.apply(new CommitBatch(2, 0, List.of(new Mutation.Tombstone(key))));
    map.sweeper().sweep(2);
    assertThat(run.find(SPACE)).isNotNull();
  }

  @Test
  void checkCounts_countIsWrong_says() {
    put("k");
    sweeper.size().cutOff(1, partition.find("k").newest().bytes());

    assertThatThrownBy(map::checkCounts)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 keys, 0 versions");
    sweeper.size().found(partition.find("k").newest());
  }

  @Test
  void step_runEndedAtTheHorizon_goesWithItsEntriesAndNoOther() {
    RunId id = new RunId(1, 2);
    put("of another run");
    map.install(List.of(record(id, true), entry(id, "k")), 2, 2);
    map.install(List.of(record(id, false)), 3, 3);
    RunPartitions run = map.run(id);
    assertThat(run.existsAt(1)).isFalse();
    assertThat(run.existsAt(2)).isTrue();
    assertThat(run.existsAt(3)).isFalse();

    sweeper.sweep(2);
    assertThat(run.find(SPACE).find("k")).isNotNull();
    sweeper.sweep(3);

    assertThat(run.spaces()).isEmpty();
    assertThat(map.run(id)).isNotSameAs(run);
    assertThat(map.runsAfter(RunId.GLOBAL)).isEmpty();
    assertThat(sweeper.size().keys()).isEqualTo(1);
  }

  @Test
  void step_runEndedWithALockedEntry_waitsForTheLock() {
    RunId id = new RunId(1, 2);
    map.install(List.of(record(id, true), entry(id, "k"), entry(id, "l")), 1, 1);
    RunPartitions run = map.run(id);
    Entry locked = run.find(SPACE).find("k");
    assertThat(locked.tryLock(this)).isTrue();
    map.install(List.of(record(id, false)), 2, 2);

    sweeper.sweep(2);
    assertThat(sweeper.size().keys()).isEqualTo(1);
    assertThat(map.run(id)).isSameAs(run);

    locked.unlock(this);
    sweeper.sweep(2);
    assertThat(sweeper.size()).hasToString("0 keys, 0 versions, 0 bytes");
  }

  @Test
  void endRecovery_runWithoutStatus_isRemoved() {
    RunId id = new RunId(1, 2);
    map.install(List.of(entry(id, "k")), 1, 1);
    assertThat(map.run(id).existsAt(1)).isFalse();

    map.endRecovery();
    sweeper.sweep(0);

    assertThat(sweeper.size().keys()).isZero();
  }

  private static Mutation record(RunId run, boolean exists) {
    Key key = new Key(run, KeySpace.RUN, RunRecord.status());
    return exists ? new Mutation.Put(key, Value.of("ACTIVE")) : new Mutation.Tombstone(key);
  }

  private static Mutation entry(RunId run, String text) {
    return new Mutation.Put(new Key(run, SPACE, key(text)), Value.of(1));
  }

  private Entry put(String text) {
    return install(text, new Mutation.Put(full(text), Value.of(1)));
  }

  private void delete(String text) {
    install(text, new Mutation.Tombstone(full(text)));
  }

  private Entry install(String text, Mutation mutation) {
    Entry entry = partition.findOrCreateLocked(key(text), null);
    version++;
    partition.install(entry, Version.of(mutation, version, version), 0);
    return entry;
  }

  private Key full(String text) {
    return partition.key(key(text));
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
