package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PartitionTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  private final Partition partition = partition();

  private static Partition partition() {
    IndexProviders none = new IndexProviders(List.of(), () -> 0);
    RetainedHistory history = new RetainedHistory(Retention.none());
    return new MultiVersionMap(none, history).run(RunId.GLOBAL).get(SPACE);
  }

  @Property(tries = 100)
  void indexes_anyKeys_agree(@ForAll List<String> texts) {
    Partition own = partition();
    TreeSet<Key> model = new TreeSet<>();
    for (String text : texts) {
      byte[] bytes = text.getBytes(UTF_8);
      own.findOrCreateLocked(bytes, null);
      model.add(own.key(bytes));
    }
    List<Key> walked = new ArrayList<>();
    own.entries(KeyRange.all()).forEach(entry -> walked.add(own.key(entry.key())));

    assertThat(walked).containsExactlyElementsOf(model);
    for (Key key : model) {
      assertThat(own.find(key.user()).key()).isEqualTo(key.user());
    }
    own.checkInvariants();
  }

  @Test
  void find_textWhoseBytesAreLonger_isNotTakenForAnother() {
    partition.findOrCreateLocked("aé".getBytes(UTF_8), null);
    partition.findOrCreateLocked(new byte[] {'a', (byte) 0xE9}, null);

    assertThat(partition.find("aé").key()).isEqualTo("aé".getBytes(UTF_8));
    assertThat(partition.find("a")).isNull();
    assertThat(partition.find("è")).isNull();
  }

  @Test
  void hash_structuredKeys_spread() {
    int buckets = 1 << 12;
    int[] load = new int[buckets];
    for (int i = 0; i < 10 * buckets; i++) {
      load[EntryTable.hash("key_%08d".formatted(i).getBytes(UTF_8)) & (buckets - 1)]++;
    }
    int fullest = 0;
    for (int n : load) {
      fullest = Math.max(fullest, n);
    }

    // A random function's fullest of 4,096 buckets holds about 24 at 10 a bucket.
    assertThat(fullest).isLessThan(40);
  }

  @Test
  void install_belowTheHorizon_keepsOnlyWhatAViewSees() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    for (long version = 1; version <= 5; version++) {
      partition.install(entry, version(version), 0);
    }
    assertThat(MultiVersionMap.at(entry, 3).version()).isEqualTo(3);

    partition.install(entry, version(6), 5);

    assertThat(MultiVersionMap.at(entry, 5).version()).isEqualTo(5);
    assertThat(MultiVersionMap.at(entry, 9).version()).isEqualTo(6);
    assertThat(MultiVersionMap.isPruned(MultiVersionMap.atUnpinned(entry, 4))).isTrue();
  }

  @Test
  void install_topAlwaysAboveTheHorizon_stillCutsTheChain() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    for (long version = 1; version <= 10_000; version++) {
      // As with many commits of one key in flight: the horizon trails by a few versions.
      partition.install(entry, version(version), version - 5 - version % 64);
    }

    assertThat(length(entry)).isLessThan(200);
  }

  @Test
  void at_longChain_findsEveryVersionFromTheHorizonOn() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    int kept = 1_000;
    for (long version = 1; version <= 5_000; version++) {
      long horizon = Math.max(0, 2 * version - kept);
      partition.install(entry, version(2 * version), horizon);
      if (version % 97 == 0) {
        for (long view = Math.max(horizon, 2); view <= 2 * version + 1; view++) {
          assertThat(entry.at(view).version()).isEqualTo(view / 2 * 2);
        }
      }
    }
    partition.checkInvariants();
  }

  @Test
  void install_longChain_isCutAtTheHorizon() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    for (long version = 1; version <= 20_000; version++) {
      partition.install(entry, version(version), version - 2_000);
    }

    assertThat(length(entry)).isBetween(2_000, 2_000 + Anchors.INTERVAL);
    partition.install(entry, version(20_001), 20_000);
    assertThat(length(entry)).isEqualTo(2);
  }

  private static int length(Entry entry) {
    int length = 0;
    for (Version v = entry.newest(); v != null && v != Version.PRUNED; v = v.older()) {
      length++;
    }
    return length;
  }

  @Test
  void install_atItsOwnHorizon_keepsNothingElse() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    partition.install(entry, version(1), 1);
    partition.install(entry, version(2), 2);

    assertThat(entry.newest().older()).isSameAs(Version.PRUNED);
  }

  @Test
  void at_beforeTheFirstVersion_isAbsentNotPruned() {
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), null);
    partition.install(entry, version(7), 6);
    partition.install(entry, version(8), 7);

    assertThat(MultiVersionMap.atUnpinned(entry, 6)).isNull();
  }

  @Test
  void lock_heldByOne_isRefusedToAnother() {
    Object first = new Object();
    Object second = new Object();
    Entry entry = partition.findOrCreateLocked("k".getBytes(UTF_8), first);

    assertThat(entry.isLockedBy(first)).isTrue();
    assertThat(entry.isLockedByOther(second)).isTrue();
    assertThat(entry.tryLock(second)).isFalse();
    entry.unlock(first);
    assertThat(entry.tryLock(second)).isTrue();
  }

  private Version version(long version) {
    Key key = partition.key("k".getBytes(UTF_8));
    return Version.of(new Mutation.Put(key, Value.of(version)), version, version);
  }
}
