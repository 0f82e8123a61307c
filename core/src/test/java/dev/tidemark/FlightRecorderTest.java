package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.telemetry.CheckpointEvent;
import dev.tidemark.telemetry.CommitEvent;
import dev.tidemark.telemetry.ConflictEvent;
import dev.tidemark.telemetry.RecoveryEvent;
import dev.tidemark.telemetry.SweepEvent;
import dev.tidemark.telemetry.SyncEvent;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  private static final List<Class<? extends Event>> TYPES =
      List.of(
          CommitEvent.class,
          ConflictEvent.class,
          SyncEvent.class,
          CheckpointEvent.class,
          RecoveryEvent.class,
          SweepEvent.class);

  @TempDir Path directory;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .durability(Durability.strict())
          .retry(new RetryPolicy(2, RetryPolicy.defaults().longestPause()))
          .checkpoints(CheckpointPolicy.manual());

  /** Without upkeep of its own, so that every event is due to the test. */
  private Database open() {
    return Database.open(disk, SMALL, options, task -> {});
  }

  private static long put(Scope scope, String key) {
    return scope.put(SPACE, key.getBytes(UTF_8), Value.of(1));
  }

  /** The events of one type; those of the others are off. */
  private List<RecordedEvent> recorded(Class<? extends Event> type, Runnable work)
      throws IOException {
    Path file = directory.resolve(type.getSimpleName() + ".jfr");
    try (Recording recording = new Recording()) {
      TYPES.forEach(recording::disable);
      recording.enable(type).withoutThreshold();
      recording.start();
      work.run();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  @Test
  void commit_recorded_tellsVersionKeysAndAttempt() throws IOException {
    try (Database db = open()) {
      List<RecordedEvent> events =
          recorded(
              CommitEvent.class,
              () -> {
                put(db.global(), "a");
                db.transact(tx -> tx.global().get(SPACE, "a"));
                db.transact(
                    tx -> {
                      put(tx.global(), "b");
                      put(tx.global(), "c");
                    });
              });
      assertThat(events).hasSize(2);
      assertThat(events.get(0).getEventType().getName()).isEqualTo("dev.tidemark.Commit");
      RecordedEvent second = events.get(1);
      assertThat(second.getLong("version")).isEqualTo(2);
      assertThat(second.getInt("mutations")).isEqualTo(2);
      assertThat(second.getInt("attempt")).isEqualTo(1);
      assertThat(second.getDuration().toNanos()).isPositive();
    }
  }

  @Test
  void conflict_recorded_tellsKeyVersionsAndWhetherItWasTheLast() throws IOException {
    try (Database db = open()) {
      List<RecordedEvent> events = recorded(ConflictEvent.class, () -> loseAlways(db));
      assertThat(events).hasSize(2);
      RecordedEvent first = events.get(0);
      assertThat(first.getString("key")).contains("contended");
      assertThat(first.getString("what")).contains("contended");
      assertThat(first.getLong("actualVersion")).isEqualTo(1);
      assertThat(first.getInt("attempt")).isEqualTo(1);
      assertThat(first.getBoolean("last")).isFalse();
      RecordedEvent second = events.get(1);
      assertThat(second.getLong("expectedVersion")).isEqualTo(1);
      assertThat(second.getLong("actualVersion")).isEqualTo(2);
      assertThat(second.getInt("attempt")).isEqualTo(2);
      assertThat(second.getBoolean("last")).isTrue();
    }
  }

  private static void loseAlways(Database db) {
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      tx.global().get(SPACE, "contended");
                      CompletableFuture.runAsync(
                              () -> put(db.global(), "contended"), OwnThread.FOR_EACH)
                          .join();
                      put(tx.global(), "other");
                    }))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void sync_recorded_tellsBytes() throws IOException {
    try (Database db = open()) {
      long before = db.stats().log().bytes();
      List<RecordedEvent> events = recorded(SyncEvent.class, () -> put(db.global(), "a"));
      assertThat(events).hasSize(1);
      assertThat(events.get(0).getLong("bytes")).isEqualTo(db.stats().log().bytes() - before);
      assertThat(events.get(0).getBoolean("strict")).isTrue();
    }
  }

  @Test
  void checkpoint_recorded_tellsWhatWasWrittenOrTheFailure() throws IOException {
    try (Database db = open()) {
      put(db.global(), "a");
      CheckpointReport[] report = new CheckpointReport[1];
      List<RecordedEvent> events =
          recorded(
              CheckpointEvent.class,
              () -> {
                report[0] = db.checkpoint();
                disk.failAt(disk.operations() + 1, Fault.ERROR);
                assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);
              });
      assertThat(events).hasSize(2);
      assertThat(events.get(0).getString("file")).isEqualTo(report[0].file());
      assertThat(events.get(0).getLong("version")).isEqualTo(report[0].version());
      assertThat(events.get(0).getLong("entries")).isEqualTo(report[0].entries());
      assertThat(events.get(0).getLong("bytes")).isEqualTo(report[0].bytes());
      assertThat(events.get(0).getString("failure")).isNull();
      assertThat(events.get(1).getString("failure")).contains("StorageFailureException");
    }
  }

  @Test
  void recovery_recorded_tellsWhatWasFound() throws IOException {
    try (Database db = open()) {
      put(db.global(), "a");
      db.checkpoint();
      put(db.global(), "b");
    }
    List<RecordedEvent> events = recorded(RecoveryEvent.class, () -> open().close());
    assertThat(events).hasSize(1);
    assertThat(events.get(0).getLong("checkpointVersion")).isEqualTo(1);
    assertThat(events.get(0).getLong("commits")).isEqualTo(1);
    assertThat(events.get(0).getLong("lastVersion")).isEqualTo(2);
    assertThat(events.get(0).getLong("bytes")).isPositive();
    assertThat(events.get(0).getLong("droppedBytes")).isZero();
    assertThat(events.get(0).getBoolean("clean")).isTrue();
  }

  @Test
  void sweep_recorded_tellsWhatWasRemovedIfAnythingWas() throws IOException {
    try (Database db = open()) {
      put(db.global(), "a");
      put(db.global(), "b");
      db.global().delete(SPACE, "a".getBytes(UTF_8));
      List<RecordedEvent> events =
          recorded(
              SweepEvent.class,
              () -> {
                db.doUpkeep();
                db.doUpkeep();
              });
      assertThat(events).hasSize(1);
      assertThat(events.get(0).getLong("keys")).isEqualTo(1);
      assertThat(events.get(0).getLong("versions")).isEqualTo(2);
      assertThat(events.get(0).getLong("horizon")).isEqualTo(3);
    }
  }

  @Test
  void events_notRecorded_areNotMade() throws IOException {
    recorded(
        RecoveryEvent.class,
        () -> {
          assertThat(RecoveryEvent.start()).isNotNull();
          assertThat(CommitEvent.start()).isNull();
          assertThat(SyncEvent.start()).isNull();
          assertThat(CheckpointEvent.start()).isNull();
          assertThat(SweepEvent.start()).isNull();
          assertThat(ConflictEvent.isRecorded()).isFalse();
        });
    assertThat(RecoveryEvent.start()).isNull();
  }

  /** Commits and checkpoints in a JVM that records nothing; fails if that started the recorder. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      try (Database db = Database.open(Path.of(args[0]), DatabaseOptions.defaults())) {
        for (int i = 0; i < 100; i++) {
          put(db.global(), "k" + i % 10);
        }
        db.checkpoint();
        db.doUpkeep();
      }
      if (FlightRecorder.isInitialized()) {
        throw new AssertionError("the flight recorder was started");
      }
    }
  }

  @Test
  void recorder_nobodyRecords_isNotStarted() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.resolve("db").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor()).as(output).isZero();
  }
}
