package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexProvider;
import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiVersionMapTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int BATCHES = 50_000;

  /** Knows how many versions it was given and not yet told to forget. */
  private static final class Holder implements DerivedIndex, IndexProvider {
    private long last;
    private long forgotten;
    private long mostHeld;

    @Override
    public KeySpace space() {
      return SPACE;
    }

    @Override
    public DerivedIndex create(RunId run) {
      return this;
    }

    @Override
    public void installed(byte[] key, Value value, long version) {
      last = version;
      mostHeld = Math.max(mostHeld, last - forgotten);
    }

    @Override
    public void forgetBefore(long horizon) {
      forgotten = horizon;
    }
  }

  @Test
  void apply_longLog_lendsTheIndexFewVersionsAtATime() {
    Holder holder = new Holder();
    MultiVersionMap map =
        new MultiVersionMap(
            new IndexProviders(List.of(holder), () -> 0), new RetainedHistory(Retention.none()));
    Key key = new Key(RunId.GLOBAL, SPACE, new byte[] {1});

    for (int version = 1; version <= BATCHES; version++) {
      Mutation put = new Mutation.Put(key, Value.of(version));
      map.apply(new CommitBatch(version, 0, List.of(put)));
    }

    assertThat(holder.last).isGreaterThan(BATCHES - 10_000);
    assertThat(holder.mostHeld).isLessThan(10_000);
    map.checkInvariants();
  }

  @Test
  void indexLag_versionsNotTakenIn_areCountedUntilSomebodySearches() {
    MultiVersionMap map =
        new MultiVersionMap(
            new IndexProviders(List.of(new Holder()), () -> 0),
            new RetainedHistory(Retention.none()));
    Mutation indexed = new Mutation.Put(new Key(RunId.GLOBAL, SPACE, new byte[1]), Value.of(1));
    KeySpace other = new KeySpace(0x78, "not indexed");
    Mutation plain = new Mutation.Put(new Key(RunId.GLOBAL, other, new byte[1]), Value.of(1));
    map.apply(new CommitBatch(1, 0, List.of(indexed, plain)));
    map.apply(new CommitBatch(2, 0, List.of(indexed)));

    assertThat(map.indexLag()).isEqualTo(2);
    map.run(RunId.GLOBAL).find(SPACE).feed().caughtUp();
    assertThat(map.indexLag()).isZero();
  }
}
