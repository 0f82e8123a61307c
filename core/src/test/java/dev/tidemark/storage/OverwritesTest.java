package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OverwritesTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  private final Overwrites overwrites = new Overwrites();
  private final MultiVersionMap map =
      new MultiVersionMap(
          new IndexProviders(List.of(), () -> 0),
          new RetainedHistory(Retention.none()),
          overwrites);
  private final Partition partition = map.run(RunId.GLOBAL).get(SPACE);

  private Entry put(String key, long version, long horizon) {
    Entry entry = partition.findOrCreateLocked(key.getBytes(UTF_8), null);
    Key full = partition.key(entry.key());
    Mutation put = new Mutation.Put(full, Value.of(version));
    partition.install(entry, Version.of(put, version, version), horizon);
    return entry;
  }

  @Test
  void cutThrough_horizonReachesACommit_cutsWhatItSuperseded() {
    overwrites.cutThrough(0);
    Entry entry = put("k", 1, 0);
    overwrites.cutThrough(1);
    put("k", 2, 1);
    assertThat(entry.newest().hasOlder()).isTrue();

    overwrites.cutThrough(1);
    assertThat(entry.newest().hasOlder()).isTrue();
    overwrites.cutThrough(2);

    assertThat(MultiVersionMap.isPruned(entry.newest().older())).isTrue();
    assertThat(entry.isQueued()).isFalse();
    map.checkCounts();
  }

  @Test
  void cutThrough_manyStatesOfOneCommit_cutsBehindEach() {
    overwrites.cutThrough(0);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      entries.add(put("k" + i, 1, 0));
    }
    overwrites.cutThrough(1);
    for (int i = 0; i < 11; i++) {
      put("k" + i, 2, 1);
    }
    overwrites.cutThrough(2);

    assertThat(entries).allMatch(entry -> !entry.newest().hasOlder());
    map.checkCounts();
  }

  @Test
  void add_commitFarAheadOfTheHorizon_isLeftToTheSweeper() {
    overwrites.cutThrough(10);
    Version near = version(10 + 4095);
    Version far = version(10 + 4096);

    assertThat(overwrites.add(near)).isTrue();
    assertThat(overwrites.add(far)).isFalse();
    assertThat(overwrites.covers(near)).isTrue();
    overwrites.cutThrough(11);
    assertThat(overwrites.add(far)).isTrue();
  }

  @Test
  void add_beforeAHorizonIsKnown_isLeftToTheSweeper() {
    assertThat(overwrites.add(version(1))).isFalse();
  }

  @Test
  void checkCounts_overwrittenAndNotCutYet_isCaredFor() {
    overwrites.cutThrough(0);
    put("k", 1, 0);
    map.sweeper().sweep(1);
    overwrites.cutThrough(1);
    Entry entry = put("k", 2, 1);

    assertThat(entry.isQueued()).isFalse();
    map.checkCounts();
  }

  @Test
  void cutOlder_twoAtOneChain_countEachVersionOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 500; round++) {
        Version[] chain = chain(20);
        StoreSize size = new StoreSize();
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Integer> above = threads.submit(() -> cut(chain[15], size, start));
        Future<Integer> below = threads.submit(() -> cut(chain[5], size, start));

        assertThat(above.get() + below.get()).isEqualTo(15);
        assertThat(size.versions()).isEqualTo(-15);
        assertThat(size.bytes()).isEqualTo(-15 * chain[0].bytes());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int cut(Version version, StoreSize size, CyclicBarrier start) throws Exception {
    start.await();
    return version.cutOlder(size);
  }

  private Version[] chain(int length) {
    Version[] chain = new Version[length];
    for (int i = 0; i < length; i++) {
      chain[i] = version(i + 1);
      chain[i].setOlder(i == 0 ? null : chain[i - 1]);
    }
    return chain;
  }

  private Version version(long version) {
    Key key = partition.key("k".getBytes(UTF_8));
    return Version.of(new Mutation.Put(key, Value.of(version)), version, version);
  }
}
