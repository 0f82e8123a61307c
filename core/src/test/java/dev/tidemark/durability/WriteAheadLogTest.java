package dev.tidemark.durability;

import static dev.tidemark.durability.LogFixture.BUFFERED;
import static dev.tidemark.durability.LogFixture.SMALL;
import static dev.tidemark.durability.LogFixture.STRICT;
import static dev.tidemark.durability.LogFixture.batches;
import static dev.tidemark.durability.LogFixture.fill;
import static dev.tidemark.durability.LogFixture.mutation;
import static dev.tidemark.durability.LogFixture.open;
import static dev.tidemark.durability.LogFixture.put;
import static dev.tidemark.durability.LogFixture.recovered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogFixture.OpenLog;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.durability.SimulatedDisk.Survival;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.StorageFailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WriteAheadLogTest {
  @TempDir Path directory;

  private final SimulatedDisk disk = new SimulatedDisk();

  static List<Durability> modes() {
    return List.of(BUFFERED, STRICT);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void open_afterCleanClose_replaysEveryCommitInOrder(Durability mode) {
    try (OpenLog log = open(disk, mode)) {
      assertThat(log.report().cleanShutdown()).isTrue();
      fill(log, 1, 300);
    }
    try (OpenLog log = open(disk, mode)) {
      assertThat(log.recovered()).isEqualTo(batches(300));
      assertThat(log.report().commits()).isEqualTo(300);
      assertThat(log.report().lastVersion()).isEqualTo(300);
      assertThat(log.report().lastTimeMicros()).isEqualTo(LogFixture.timeOf(300));
      assertThat(log.report().cleanShutdown()).isTrue();
      assertThat(log.report().droppedBytes()).isZero();
      assertThat(log.report().segments()).isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void open_againAndAgain_goesOnWhereItEnded(Durability mode) {
    for (long before = 0; before < 140; before += 7) {
      try (OpenLog log = open(disk, mode)) {
        assertThat(log.recovered()).isEqualTo(batches(before));
        fill(log, before + 1, before + 7);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void append_recordLargerThanASegment_getsASegmentOfItsOwn(Durability mode) {
    try (OpenLog log = open(disk, mode)) {
      log.commit(1, put("small", 10));
      log.commit(2, put("large", 100_000));
      log.commit(3, put("huge", 3 << 20));
      log.commit(4, put("small", 10));
    }
    try (OpenLog log = open(disk, mode)) {
      assertThat(log.recovered())
          .extracting(batch -> batch.version())
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(log.recovered().get(2).mutations()).containsExactly(put("huge", 3 << 20));
      assertThat(log.report().segments()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void append_morePendingThanTheBound_isWrittenOnTheWay(Durability mode) {
    try (OpenLog log = open(disk, mode, LogOptions.defaults())) {
      long end = 0;
      for (int version = 1; version <= 30; version++) {
        end = log.append(version, put("key", 500_000));
        assertThat(end - log.log().acknowledged()).isLessThan(10 << 20);
      }
      log.log().awaitAcknowledged(end);
      assertThat(log.log().acknowledged()).isEqualTo(end);
    }
    try (OpenLog log = open(disk, mode)) {
      assertThat(log.recovered()).hasSize(30);
    }
  }

  @Test
  void awaitAcknowledged_strictLoneCommitter_syncsOncePerCommit() {
    try (OpenLog log = open(disk, STRICT, LogOptions.defaults())) {
      LogStats before = log.log().stats();
      fill(log, 1, 50);
      LogStats after = log.log().stats();
      assertThat(after.syncs() - before.syncs()).isEqualTo(50);
      assertThat(after.writes() - before.writes()).isEqualTo(50);
      assertThat(after.appends() - before.appends()).isEqualTo(50);
      assertThat(disk.crash(Survival.NOTHING, 0)).satisfies(d -> assertRecovers(d, 50));
    }
  }

  @Test
  void awaitAcknowledged_severalAppended_writesOneGroup() {
    try (OpenLog log = open(disk, STRICT, LogOptions.defaults())) {
      LogStats before = log.log().stats();
      long end = 0;
      for (int version = 1; version <= 10; version++) {
        end = log.append(version, mutation(version));
      }
      log.log().awaitAcknowledged(end);
      assertThat(log.log().stats().syncs() - before.syncs()).isEqualTo(1);
      assertThat(log.log().stats().bytes() - before.bytes()).isEqualTo(end);
    }
  }

  @Test
  void awaitAcknowledged_strictEightCommitters_sharesSyncs() throws Exception {
    RealDisk real = new RealDisk(directory);
    try (OpenLog log = open(real, STRICT, LogOptions.defaults())) {
      long before = log.log().stats().syncs();
      commitConcurrently(log, 8, 250);
      assertThat(log.log().stats().appends()).isEqualTo(2000);
      assertThat(log.log().stats().syncs() - before).isLessThan(1500);
    }
    try (OpenLog log = open(real, STRICT)) {
      assertThat(log.recovered()).isEqualTo(batches(2000));
    }
  }

  @Test
  void awaitAcknowledged_bufferedEightCommitters_keepsEveryCommit() throws Exception {
    try (OpenLog log = open(new RealDisk(directory), Durability.buffered())) {
      commitConcurrently(log, 8, 2000);
    }
    try (OpenLog log = open(new RealDisk(directory), BUFFERED)) {
      assertThat(log.recovered()).isEqualTo(batches(16_000));
    }
  }

  /** Threads that commit in turn of a shared version, as the engine's sequencer makes them. */
  private static void commitConcurrently(OpenLog log, int threads, int commits) throws Exception {
    AtomicLong version = new AtomicLong();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> committers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread committer =
          new Thread(
              () -> {
                for (int j = 0; j < commits; j++) {
                  long end;
                  synchronized (version) {
                    long next = version.incrementAndGet();
                    end = log.append(next, mutation(next));
                  }
                  log.log().awaitAcknowledged(end);
                  assertThat(log.log().acknowledged()).isGreaterThanOrEqualTo(end);
                }
              });
      committer.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      committers.add(committer);
    }
    committers.forEach(Thread::start);
    for (Thread committer : committers) {
      committer.join();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void awaitAcknowledged_interruptedCommitters_areAcknowledgedAndStayInterrupted()
      throws Exception {
    RealDisk real = new RealDisk(directory);
    LogOptions options = new LogOptions(4096, 16_384, 32 << 20, LogOptions.defaults().background());
    try (OpenLog log = open(real, STRICT, options)) {
      Thread.currentThread().interrupt();
      fill(log, 1, 100);
      log.log().sync();
      assertThat(Thread.interrupted()).isTrue();
    }
    try (OpenLog log = open(real, STRICT)) {
      assertThat(log.recovered()).isEqualTo(batches(100));
    }
  }

  @Test
  void awaitAcknowledged_interruptedFollower_waitsOn() throws Exception {
    GatedDisk gated = new GatedDisk(disk);
    try (OpenLog log = open(gated, STRICT)) {
      long first = log.append(1, mutation(1));
      gated.close();
      Thread leader = started(() -> log.log().awaitAcknowledged(first));
      gated.awaitArrival();
      long second = log.append(2, mutation(2));
      boolean[] interrupted = new boolean[1];
      Thread follower =
          started(
              () -> {
                Thread.currentThread().interrupt();
                log.log().awaitAcknowledged(second);
                interrupted[0] = Thread.currentThread().isInterrupted();
              });
      gated.open();
      leader.join();
      follower.join();
      assertThat(log.log().acknowledged()).isEqualTo(second);
      assertThat(interrupted[0]).isTrue();
    }
  }

  @Test
  void awaitAcknowledged_committersDuringASync_shareTheNext() throws Exception {
    GatedDisk gated = new GatedDisk(disk);
    try (OpenLog log = open(gated, STRICT, LogOptions.defaults())) {
      final long before = log.log().stats().syncs();
      long first = log.append(1, mutation(1));
      gated.close();
      List<Thread> committers = new ArrayList<>();
      committers.add(started(() -> log.log().awaitAcknowledged(first)));
      gated.awaitArrival();
      for (int version = 2; version <= 9; version++) {
        long end = log.append(version, mutation(version));
        committers.add(started(() -> log.log().awaitAcknowledged(end)));
      }
      gated.open();
      for (Thread committer : committers) {
        committer.join();
      }
      assertThat(log.log().stats().syncs() - before).isEqualTo(2);
    }
  }

  private static Thread started(Runnable body) {
    Thread thread = new Thread(body);
    thread.start();
    return thread;
  }

  @Test
  void sync_buffered_makesEverythingAppendedDurable() {
    try (OpenLog log = open(disk, BUFFERED)) {
      fill(log, 1, 10);
      assertRecovers(disk.crash(Survival.NOTHING, 0), 0);
      assertRecovers(disk.crash(Survival.EVERYTHING, 0), 10);
      log.append(11, mutation(11));
      log.log().sync();
      assertRecovers(disk.crash(Survival.NOTHING, 0), 11);
    }
  }

  @Test
  void flusher_commitBound_syncsWithoutBeingAsked() throws Exception {
    assertFlushes(new Durability.Buffered(Duration.ofHours(1), 5, Long.MAX_VALUE));
  }

  @Test
  void flusher_byteBound_syncsWithoutBeingAsked() throws Exception {
    assertFlushes(new Durability.Buffered(Duration.ofHours(1), Integer.MAX_VALUE, 500));
  }

  @Test
  void flusher_interval_syncsWhenIdle() throws Exception {
    assertFlushes(new Durability.Buffered(Duration.ofMillis(1), Integer.MAX_VALUE, Long.MAX_VALUE));
  }

  private void assertFlushes(Durability mode) throws InterruptedException {
    GatedDisk gated = new GatedDisk(disk);
    try (OpenLog log = open(gated, mode, LogOptions.defaults())) {
      gated.close();
      fill(log, 1, 5);
      gated.awaitArrival();
      gated.open();
    }
    assertRecovers(disk, 5);
  }

  @Test
  void awaitCapacity_tooMuchUnsynced_syncs() {
    LogOptions options = new LogOptions(4096, 16_384, 1000, Runnable::run);
    try (OpenLog log = open(disk, BUFFERED, options)) {
      log.commit(1, put("key", 500));
      log.log().awaitCapacity();
      assertRecovers(disk.crash(Survival.NOTHING, 0), 0);
      log.commit(2, put("key", 500));
      log.log().awaitCapacity();
      assertThat(recovered(disk.crash(Survival.NOTHING, 0), BUFFERED)).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void awaitAcknowledged_failedWrite_poisonsTheLog(Durability mode) {
    OpenLog log = open(disk, mode);
    fill(log, 1, 3);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> log.commit(4, mutation(4)))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("injected ERROR");
    assertPoisoned(log);
    assertThat(recovered(disk, mode)).isEqualTo(batches(3));
  }

  private static void assertPoisoned(OpenLog log) {
    for (int version = 10; version < 12; version++) {
      long next = version;
      assertThatThrownBy(() -> log.append(next, mutation(next)))
          .isInstanceOf(ReadOnlyException.class)
          .hasMessageContaining("read-only")
          .hasMessageContaining("simulated disk")
          .hasCauseInstanceOf(StorageFailureException.class);
    }
    assertThatThrownBy(log::close).isInstanceOf(ReadOnlyException.class);
    assertThatCode(log::close).doesNotThrowAnyException();
  }

  @Test
  void awaitAcknowledged_othersInTheFailedGroup_areToldTheCause() throws Exception {
    GatedDisk gated = new GatedDisk(disk);
    OpenLog log = open(gated, STRICT);
    final long first = log.append(1, mutation(1));
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    gated.close();
    Thread leader =
        started(
            () ->
                assertThatThrownBy(() -> log.log().awaitAcknowledged(first))
                    .isInstanceOf(StorageFailureException.class));
    gated.awaitArrival();
    long second = log.append(2, mutation(2));
    gated.open();
    leader.join();
    assertThatThrownBy(() -> log.log().awaitAcknowledged(second))
        .isInstanceOf(ReadOnlyException.class)
        .hasMessageContaining("injected ERROR");
    assertPoisoned(log);
  }

  @Test
  void sync_failing_poisonsTheLog() {
    OpenLog log = open(disk, BUFFERED);
    fill(log, 1, 3);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> log.log().sync()).isInstanceOf(ReadOnlyException.class);
    assertPoisoned(log);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void append_diskFull_losesNothingAcknowledged(Durability mode) {
    OpenLog log = open(disk, mode);
    fill(log, 1, 3);
    disk.failAt(disk.operations() + 1, Fault.DISK_FULL);
    assertThatThrownBy(() -> log.commit(4, mutation(4)))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("full");
    assertPoisoned(log);
    assertThat(recovered(disk.crash(Survival.EVERYTHING, 0), mode)).isEqualTo(batches(3));
  }

  @Test
  void append_failedPreparationOfTheNextSegment_failsOnceThatIsNeeded() {
    OpenLog log = open(disk, STRICT);
    log.commit(1, put("key", 1000));
    disk.failAt(disk.operations() + 2, Fault.ERROR);
    log.commit(2, put("key", 1000));
    log.commit(3, put("key", 100));
    assertThatThrownBy(() -> log.commit(4, put("key", 3000)))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("next log segment");
    assertPoisoned(log);
    assertThat(recovered(disk.crash(Survival.NOTHING, 0), STRICT)).hasSize(3);
  }

  @Test
  void append_afterClose_isRefused() {
    OpenLog log = open(disk, STRICT);
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append(1, mutation(1))).isInstanceOf(ClosedException.class);
  }

  @Test
  void close_preparedSegment_isDeleted() {
    try (OpenLog log = open(disk, STRICT)) {
      log.commit(1, put("key", 3000));
      assertThat(LogSegment.namesFrom(disk, 1)).hasSize(2);
    }
    assertThat(LogSegment.namesFrom(disk, 1)).containsExactly("log-0000000001.tmlog");
  }

  @Test
  void open_secondOpener_isRefusedUntilClose() {
    OpenLog log = open(disk, STRICT);
    assertThatThrownBy(() -> open(disk, STRICT))
        .isInstanceOf(StorageFailureException.class)
        .hasMessageContaining("open in this process");
    log.close();
    open(disk, STRICT).close();
  }

  @Test
  void open_failure_releasesTheDirectory() {
    disk.failAt(1, Fault.ERROR);
    assertThatThrownBy(() -> open(disk, STRICT)).isInstanceOf(StorageFailureException.class);
    open(disk, STRICT).close();
  }

  @Test
  void open_inMemory_isRefused() {
    assertThatThrownBy(() -> open(disk, Durability.inMemory()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void options_segmentsTooSmall_areRefused() {
    assertThatThrownBy(() -> new LogOptions(100, 1 << 20, 1, Runnable::run))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("4096");
    assertThatThrownBy(() -> new LogOptions(8192, 4096, 1, Runnable::run))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> new LogOptions(8192, 8192, 0, Runnable::run))
        .isInstanceOf(InvalidArgumentException.class);
  }

  private static void assertRecovers(SimulatedDisk disk, int commits) {
    try (OpenLog log = open(disk, STRICT, SMALL)) {
      assertThat(log.recovered()).isEqualTo(batches(commits));
    }
  }
}
