package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.SimulatedDisk.Fault;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.CheckpointReport;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.DatabaseListener;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.ReadOnlyException;
import dev.tidemark.types.RecoveryProgress;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.StorageFailureException;
import dev.tidemark.types.Value;
import dev.tidemark.types.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseListenerTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 16_384, 32 << 20, Runnable::run);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .durability(Durability.strict())
          .checkpoints(CheckpointPolicy.manual());

  private Database open(DatabaseListener listener) {
    return Database.open(disk, SMALL, options.listener(listener));
  }

  private static long put(Database db, int value) {
    return db.global().put(SPACE, "k".getBytes(UTF_8), Value.of(value));
  }

  /** Notes each call, and fails in it. */
  private static final class Failing implements DatabaseListener {
    private final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();

    private void fail(String call) {
      calls.add(call);
      throw new IllegalStateException("thrown by " + call);
    }

    @Override
    public void recoveryProgress(RecoveryProgress progress) {
      fail("progress");
    }

    @Override
    public void recoveryCompleted(RecoveryReport recovery) {
      fail("recovered");
    }

    @Override
    public void checkpointCompleted(CheckpointReport checkpoint) {
      fail("checkpoint");
    }

    @Override
    public void checkpointFailed(Throwable cause) {
      fail("checkpoint failed");
    }

    @Override
    public void becameReadOnly(Throwable cause) {
      fail("read-only");
    }

    @Override
    public void transactionLeftOpen(String begunAt) {
      fail("left open");
    }
  }

  /** Fails a checkpoint, completes one, leaves a transaction open, and breaks the log. */
  private void goThroughEverything(Failing listener) throws InterruptedException {
    try (Database db = open(listener)) {
      put(db, 1);
      disk.failAt(disk.operations() + 1, Fault.ERROR);
      assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);
      db.checkpoint();
      db.begin();
    }
    assertThat(listener.calls)
        .containsSubsequence("recovered", "checkpoint failed", "checkpoint", "left open");
    listener.calls.clear();

    Database db = open(listener);
    assertThat(listener.calls).startsWith("progress").contains("recovered");
    listener.calls.clear();
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> put(db, 2)).isInstanceOf(StorageFailureException.class);
    assertThat(listener.calls.take()).isEqualTo("read-only");
    assertThatThrownBy(() -> put(db, 3)).isInstanceOf(ReadOnlyException.class);
    assertThatThrownBy(db::close).isInstanceOf(ReadOnlyException.class);
    assertThat(listener.calls).isEmpty();
  }

  @Test
  void listener_thatThrowsInEveryNotice_isLoggedAndChangesNothing() throws InterruptedException {
    Failing listener = new Failing();
    List<String> logged = thrownLoggedDuring(() -> goThroughEverything(listener));
    assertThat(logged)
        .contains(
            "thrown by progress",
            "thrown by recovered",
            "thrown by checkpoint",
            "thrown by checkpoint failed",
            "thrown by left open");
    try (Database db = open(new DatabaseListener() {})) {
      assertThat(db.global().get(SPACE, "k")).isEqualTo(Value.of(1));
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static List<String> thrownLoggedDuring(Work work) throws InterruptedException {
    LinkedBlockingQueue<String> thrown = new LinkedBlockingQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getThrown() != null) {
              thrown.add(record.getThrown().getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tidemark");
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
    }
    return new ArrayList<>(thrown);
  }

  @Test
  void checkpointNotices_listenerThatAwaitsOtherThreadsWork_isUnderNoLock() {
    CompletableFuture<Database> opened = new CompletableFuture<>();
    List<VerificationReport> verified = new ArrayList<>();
    List<Long> committed = new ArrayList<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void checkpointCompleted(CheckpointReport checkpoint) {
            verified.add(
                CompletableFuture.supplyAsync(opened.join()::verify, OwnThread.FOR_EACH).join());
          }

          @Override
          public void checkpointFailed(Throwable cause) {
            committed.add(
                CompletableFuture.supplyAsync(() -> put(opened.join(), 2), OwnThread.FOR_EACH)
                    .join());
          }
        };
    try (Database db = open(listener)) {
      opened.complete(db);
      put(db, 1);
      disk.failAt(disk.operations() + 1, Fault.ERROR);
      assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);
      db.checkpoint();
    }
    assertThat(committed).containsExactly(2L);
    assertThat(verified).hasSize(1);
    assertThat(verified.get(0).problems()).isEmpty();
  }

  @Test
  void checkpointFailed_listenerClosesTheDatabase_closesItOnce() {
    CompletableFuture<Database> opened = new CompletableFuture<>();
    List<Throwable> told = new ArrayList<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void checkpointFailed(Throwable cause) {
            told.add(cause);
            if (told.size() == 1) { // Let the last checkpoint fail, too.
              disk.failAt(disk.operations() + 1, Fault.ERROR);
            }
            opened.join().close();
          }
        };
    DatabaseOptions onClose =
        options.checkpoints(CheckpointPolicy.manual().onClose(true)).listener(listener);
    Database db = Database.open(disk, SMALL, onClose);
    opened.complete(db);
    put(db, 1);
    disk.failAt(disk.operations() + 1, Fault.ERROR);

    assertThatThrownBy(db::checkpoint).isInstanceOf(StorageFailureException.class);

    assertThat(told).as("the one asked for, and the last").hasSize(2);
    assertThatThrownBy(() -> put(db, 2)).isInstanceOf(ClosedException.class);
  }

  @Test
  void becameReadOnly_failedWrite_isToldOnceWithItsCauseUnderNoLock() throws InterruptedException {
    CompletableFuture<Database> opened = new CompletableFuture<>();
    LinkedBlockingQueue<Throwable> causes = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Value> read = new LinkedBlockingQueue<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void becameReadOnly(Throwable cause) {
            causes.add(cause);
            Database db = opened.join();
            assertThatThrownBy(() -> put(db, 3)).isInstanceOf(ReadOnlyException.class);
            read.add(db.global().get(SPACE, "k"));
          }
        };
    Database db = open(listener);
    put(db, 1);
    disk.failAt(disk.operations() + 1, Fault.ERROR);
    assertThatThrownBy(() -> put(db, 2)).isInstanceOf(StorageFailureException.class);
    opened.complete(db);

    assertThat(read.take()).isEqualTo(Value.of(1));
    assertThat(causes).singleElement().isInstanceOf(StorageFailureException.class);
    assertThatThrownBy(db::close).isInstanceOf(ReadOnlyException.class);
    assertThat(causes).hasSize(1);
  }

  @Test
  void transactionLeftOpen_closeOfTheDatabase_saysWhereItBegan() {
    List<String> places = new ArrayList<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void transactionLeftOpen(String begunAt) {
            places.add(begunAt);
          }
        };
    Database db = open(listener);
    db.begin();
    db.begin().rollback();
    db.close();
    assertThat(places).singleElement().asString().contains("DatabaseListenerTest");
  }

  @Test
  void recoveryCompleted_eachOpen_isToldTheReport() {
    List<RecoveryReport> reports = new ArrayList<>();
    DatabaseListener listener =
        new DatabaseListener() {
          @Override
          public void recoveryCompleted(RecoveryReport recovery) {
            reports.add(recovery);
          }
        };
    try (Database db = open(listener)) {
      put(db, 1);
    }
    try (Database db = open(listener)) {
      assertThat(reports).hasSize(2);
      assertThat(reports.get(0).commits()).isZero();
      assertThat(reports.get(1)).isEqualTo(db.recovery());
      assertThat(reports.get(1).commits()).isEqualTo(1);
    }
  }
}
