package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Committing threads are interrupted at random: that harms nothing and is not forgotten. */
@Timeout(180)
class InterruptStressTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final byte[] SHARED = "shared".getBytes(UTF_8);
  private static final int WRITERS = 4;

  /** Otherwise the writers of strict commits would wait for one another only. */
  private static final int ONE_COMMIT_ADDS_IN = 8;

  @TempDir private Path dir;

  private Database open(String mode) {
    Durability durability = mode.equals("strict") ? Durability.strict() : Durability.buffered();
    RetryPolicy patient = new RetryPolicy(1_000, Duration.ofMillis(1));
    return Database.open(dir, DatabaseOptions.defaults().durability(durability).retry(patient));
  }

  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered"})
  void interrupts_ofCommittingThreads_closeNoFileAndLoseNothing(String mode) throws Exception {
    interrupt(mode, 500);
  }

  @Tag("stress")
  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered"})
  void interrupts_byThousands_closeNoFileAndLoseNothing(String mode) throws Exception {
    interrupt(mode, 10_000);
  }

  private void interrupt(String mode, int interrupts) throws Exception {
    List<Writer> writers = new ArrayList<>();
    long added = 0;
    try (Database db = open(mode)) {
      for (int i = 0; i < WRITERS; i++) {
        writers.add(new Writer(db, "w" + i));
      }
      writers.forEach(Thread::start);
      interruptAtRandom(writers, interrupts);
      for (Writer writer : writers) {
        writer.join();
        assertThat(writer.failure).as(writer.getName()).isNull();
        added += writer.added;
      }
      db.sync();
      assertThat(db.global().get(SPACE, SHARED)).isEqualTo(Value.of(added));
      db.checkInvariants();
    }
    try (Database db = open(mode)) {
      assertThat(db.recovery().cleanShutdown()).isTrue();
      assertThat(db.global().get(SPACE, SHARED)).isEqualTo(Value.of(added));
      writers.forEach(writer -> writer.assertFound(db.global()));
    }
  }

  private static void interruptAtRandom(List<Writer> writers, int interrupts) {
    long seed = System.nanoTime();
    System.out.println("interrupts: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int sent = 0; sent < interrupts && writers.stream().allMatch(Thread::isAlive); ) {
      Writer writer = writers.get(random.nextInt(writers.size()));
      if (!writer.interrupted) {
        writer.interrupt();
        writer.interrupted = true;
        sent++;
      }
      LockSupport.parkNanos(random.nextInt(50_000));
    }
    writers.forEach(writer -> writer.stop = true);
  }

  /** Commits a key of its own and adds one to a key of all, over and over. */
  private static final class Writer extends Thread {
    private final Database db;
    private final Map<String, Long> acknowledged = new HashMap<>();
    private long added;
    private Throwable failure;

    /** Whether it has been interrupted and has not yet taken note. */
    private volatile boolean interrupted;

    private volatile boolean stop;

    Writer(Database db, String name) {
      super(name);
      this.db = db;
    }

    @Override
    public void run() {
      try {
        while (!stop || interrupted) {
          commit();
          takeNoteOfInterrupt();
        }
      } catch (Throwable e) {
        failure = e;
      }
    }

    private void commit() {
      String key = getName() + "-" + acknowledged.size();
      int addend = acknowledged.size() % ONE_COMMIT_ADDS_IN == 0 ? 1 : 0;
      long version =
          db.transact(
              tx -> {
                tx.global().put(SPACE, key.getBytes(UTF_8), Value.of(key));
                if (addend > 0) {
                  add(tx.global(), addend);
                }
              });
      acknowledged.put(key, version);
      added += addend;
    }

    private static void add(Scope scope, int addend) {
      Value sum = scope.get(SPACE, SHARED);
      long before = sum == null ? 0 : ((Value.LongValue) sum).value();
      scope.put(SPACE, SHARED, Value.of(before + addend));
    }

    private void takeNoteOfInterrupt() {
      if (interrupted) {
        assertThat(Thread.interrupted()).as("interrupt status after a commit").isTrue();
        interrupted = false;
      }
    }

    private void assertFound(Scope scope) {
      acknowledged.forEach(
          (key, version) -> {
            Versioned<Value> found = scope.getVersioned(SPACE, key.getBytes(UTF_8));
            assertThat(found.value()).isEqualTo(Value.of(key));
            assertThat(found.version()).isEqualTo(version);
          });
    }
  }
}
