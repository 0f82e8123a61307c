package dev.tidemark.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class IndexFeedTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  /** Remembers what it was told. */
  private static final class Recorder implements DerivedIndex {
    private final List<Long> versions = new ArrayList<>();
    private long horizon = -1;

    @Override
    public void installed(byte[] key, Value value, long version) {
      versions.add(version);
    }

    @Override
    public void forgetBefore(long horizon) {
      this.horizon = horizon;
    }
  }

  private static final class Failing implements DerivedIndex {
    @Override
    public void installed(byte[] key, Value value, long version) {
      throw new IllegalArgumentException("of its own");
    }

    @Override
    public void forgetBefore(long horizon) {}
  }

  private static final class FailingToForget implements DerivedIndex {
    @Override
    public void installed(byte[] key, Value value, long version) {}

    @Override
    public void forgetBefore(long horizon) {
      throw new IllegalArgumentException("of its own");
    }
  }

  private static final class Provider implements IndexProvider {
    @Override
    public KeySpace space() {
      return SPACE;
    }

    @Override
    public DerivedIndex create(RunId run) {
      return new Recorder();
    }
  }

  private final AtomicLong horizon = new AtomicLong(5);
  private final IndexProviders providers =
      new IndexProviders(List.of(new Provider()), horizon::get);
  private final IndexFeed feed = providers.feedFor(RunId.GLOBAL, SPACE);

  @Test
  void caughtUp_afterAdds_hasTakenInAllInOrder() {
    feed.add(new byte[] {1}, Value.of(1), 6);
    feed.add(new byte[] {1}, null, 7);

    Recorder index = (Recorder) feed.caughtUp();
    assertThat(index.versions).containsExactly(6L, 7L);
    assertThat(index.horizon).isEqualTo(5);
    feed.caughtUp();
    assertThat(index.versions).hasSize(2);
  }

  @Test
  void isBacklogged_manyUnread_asksTheCommitToHelp() {
    for (int i = 0; i <= 4_096; i++) {
      assertThat(feed.isBacklogged()).isFalse();
      feed.add(new byte[] {1}, null, i);
    }
    assertThat(feed.isBacklogged()).isTrue();
    feed.caughtUp();
    assertThat(feed.isBacklogged()).isFalse();
  }

  @Test
  void isBacklogged_indexThatTakesFewAtATime_asksSooner() {
    DerivedIndex eager =
        new DerivedIndex() {
          @Override
          public void installed(byte[] key, Value value, long version) {}

          @Override
          public void forgetBefore(long horizon) {}

          @Override
          public int backlog() {
            return 2;
          }
        };
    IndexFeed soon = new IndexFeed(() -> eager, horizon::get, new LongAdder());
    soon.add(new byte[] {1}, null, 1);
    soon.add(new byte[] {1}, null, 2);
    assertThat(soon.isBacklogged()).isFalse();
    soon.add(new byte[] {1}, null, 3);
    assertThat(soon.isBacklogged()).isTrue();
    soon.relieve();
    assertThat(soon.isBacklogged()).isFalse();
  }

  @Test
  void caughtUp_writerAndReaders_missNothingAddedBefore() throws Exception {
    int count = 20_000;
    AtomicLong added = new AtomicLong();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; i <= count; i++) {
                feed.add(new byte[] {1}, null, i);
                added.set(i);
              }
            });
    writer.start();
    while (writer.isAlive()) {
      long before = added.get();
      Recorder index = (Recorder) feed.caughtUp();
      assertThat(index.versions.size()).isGreaterThanOrEqualTo((int) before);
    }
    writer.join();
    assertThat(((Recorder) feed.caughtUp()).versions).hasSize(count);
  }

  /** What one adder has added must be taken in, whatever another adder is in the middle of. */
  @Test
  void caughtUp_severalAdders_missNothingAddedBefore() throws Exception {
    int adders = 3;
    int count = 20_000;
    AtomicLong[] added = new AtomicLong[adders];
    Thread[] threads = new Thread[adders];
    for (int t = 0; t < adders; t++) {
      AtomicLong own = new AtomicLong();
      added[t] = own;
      threads[t] =
          new Thread(
              () -> {
                for (int i = 1; i <= count; i++) {
                  feed.add(new byte[] {1}, null, i);
                  own.set(i);
                }
              });
      threads[t].start();
    }
    long missed = 0;
    while (Arrays.stream(threads).anyMatch(Thread::isAlive)) {
      long before = Arrays.stream(added).mapToLong(AtomicLong::get).sum();
      missed += ((Recorder) feed.caughtUp()).versions.size() < before ? 1 : 0;
    }
    assertThat(missed).isZero();
    assertThat(((Recorder) feed.caughtUp()).versions).hasSize(adders * count);
  }

  @Test
  void index_thatFails_refusesReadersButNoCommit() {
    IndexFeed failing = new IndexFeed(Failing::new, horizon::get, new LongAdder());
    failing.add(new byte[] {1}, null, 1);
    failing.relieve();
    failing.add(new byte[] {1}, null, 2);
    failing.relieve();

    assertThat(failing.isBacklogged()).isFalse();
    assertThatThrownBy(failing::caughtUp)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Failing")
        .hasRootCauseMessage("of its own");
  }

  @Test
  void index_thatFailsToForget_refusesReadersButNoCommit() {
    IndexFeed failing = new IndexFeed(FailingToForget::new, horizon::get, new LongAdder());
    failing.add(new byte[] {1}, null, 1);
    failing.relieve();

    assertThatThrownBy(failing::caughtUp)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("of its own");
  }

  @Test
  void abandon_versionsQueued_leavesAnEmptyIndexAndNoLag() {
    feed.caughtUp().installed(new byte[] {1}, Value.of(1), 6);
    feed.add(new byte[] {1}, null, 7);
    assertThat(providers.lag()).isEqualTo(1);
    feed.abandon();
    assertThat(providers.lag()).isZero();
    assertThat(((Recorder) feed.caughtUp()).versions).isEmpty();
  }

  @Test
  void feedFor_spaceWithoutProvider_isNull() {
    assertThat(providers.feedFor(RunId.GLOBAL, new KeySpace(0x78, "other"))).isNull();
  }

  @Test
  void providers_twoForOneSpace_areRefusedByName() {
    assertThatThrownBy(
            () -> new IndexProviders(List.of(new Provider(), new Provider()), horizon::get))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Provider")
        .hasMessageContaining("remove one");
  }
}
