package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.BUFFERED;
import static dev.tidemark.durability.LogFixture.STRICT;
import static dev.tidemark.durability.LogFixture.batches;
import static dev.tidemark.durability.LogFixture.fill;
import static dev.tidemark.durability.LogFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.StorageFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogReaderTest {
  private final SimulatedDisk disk = new SimulatedDisk();

  static List<Durability> modes() {
    return List.of(BUFFERED, STRICT);
  }

  private static List<CommitBatch> read(OpenLog log) {
    List<CommitBatch> read = new ArrayList<>();
    log.log().read(read::add);
    return read;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void read_sealedAndCurrentSegments_hasEveryCommit(Durability mode) {
    try (OpenLog log = open(disk, mode)) {
      assertThat(read(log)).isEmpty();
      fill(log, 1, 300);
      assertThat(read(log)).isEqualTo(batches(300));
    }
    try (OpenLog log = open(disk, mode)) {
      fill(log, 301, 310);
      assertThat(read(log)).isEqualTo(batches(310));
    }
  }

  @Test
  void read_readerHasEnough_stops() {
    try (OpenLog log = open(disk, STRICT)) {
      fill(log, 1, 300);
      List<Long> versions = new ArrayList<>();
      log.log()
          .read(
              commit -> {
                versions.add(commit.version());
                return commit.version() < 7;
              });
      assertThat(versions).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }
  }

  @Test
  void read_besideAWriter_isAPrefixWithAllAcknowledged() throws InterruptedException {
    try (OpenLog log = open(disk, BUFFERED)) {
      AtomicBoolean written = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                fill(log, 1, 1_000);
                written.set(true);
              });
      writer.start();
      boolean last;
      do {
        last = written.get();
        List<CommitBatch> read = read(log);
        assertThat(read).isEqualTo(batches(read.size()));
        assertThat(!last || read.size() == 1_000).isTrue();
      } while (!last);
      writer.join();
    }
  }

  @Test
  void read_damagedSegment_isRefusedAndCommitsGoOn() {
    try (OpenLog log = open(disk, STRICT)) {
      fill(log, 1, 300);
      String second = LogSegment.name(2);
      byte[] sound = disk.content(second);
      byte[] damaged = sound.clone();
      damaged[200] ^= 1;
      disk.plant(second, damaged);
      assertThatThrownBy(() -> read(log)).isInstanceOf(CorruptionException.class);
      disk.delete(second);
      assertThatThrownBy(() -> read(log))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(LogSegment.name(3));
      disk.plant(second, sound);
      fill(log, 301, 301);
      assertThat(read(log)).hasSize(301);
    }
  }

  @Test
  void read_currentSegmentIsGone_isAFailure() {
    try (OpenLog log = open(disk, STRICT)) {
      fill(log, 1, 3);
      disk.delete(LogSegment.name(1));
      assertThatThrownBy(() -> read(log))
          .isInstanceOfAny(CorruptionException.class, StorageFailureException.class);
    }
  }

  @Test
  void orphanedThrough_crashThenCloses_isKept() {
    try (OpenLog log = open(disk, STRICT)) {
      assertThat(log.log().orphanedThrough()).isZero();
      fill(log, 1, 5);
      SimulatedDisk after = disk.crash(Survival.NOTHING, 1);
      for (int i = 0; i < 3; i++) {
        try (OpenLog again = open(after, STRICT)) {
          assertThat(again.log().orphanedThrough()).isEqualTo(5);
          fill(again, 6 + i, 6 + i);
        }
      }
      try (OpenLog again = open(after, STRICT)) {
        fill(again, 9, 9);
        after = after.crash(Survival.NOTHING, 1);
      }
      try (OpenLog again = open(after, STRICT)) {
        assertThat(again.log().orphanedThrough()).isEqualTo(9);
      }
    }
  }
}
