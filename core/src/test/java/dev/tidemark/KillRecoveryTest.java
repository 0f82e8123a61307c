package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.RealDisk;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.Durability;
import dev.tidemark.types.KeyRange;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes killed under load, one after the other, on one directory: what they acknowledged
 * through a pipe is there afterwards, nothing is there by half, and what was found once is found
 * again unchanged.
 */
@Timeout(900)
class KillRecoveryTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final int KILLS = Integer.getInteger("tidemark.kills", 200);
  private static final int THREADS = 4;

  /** Ends the name of a mode in which checkpoints, new segments and prunings come all the time. */
  private static final String CHECKPOINTS = " with checkpoints";

  private static final CheckpointPolicy OFTEN =
      CheckpointPolicy.manual().logBytes(8_192).interval(Duration.ofMillis(5)).replayLogBytes(0);
  private static final LogOptions SMALL =
      new LogOptions(4_096, 16_384, 32 << 20, LogOptions.defaults().background());

  /** A kill comes at one of the first so many lines of a child. */
  private static final int LINES = 400;

  /** Fills lines up, so that the pipe holds few of them and the child is never far ahead. */
  private static final String PADDING = " ".repeat(400);

  private static final int ONE_KILL_WHILE_OPENING_IN = 8;

  /**
   * Otherwise the next child finds what a closed database left, and never what a killed one did.
   */
  private static final int ONE_KILL_UNSEEN_IN = 3;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered", "strict" + CHECKPOINTS, "buffered" + CHECKPOINTS})
  void reopen_afterKill_findsEveryAcknowledgedCommit(String mode) throws Exception {
    Series series = new Series(mode);
    series.kill(4);
    while (mode.endsWith(CHECKPOINTS) && series.fromCheckpoints == 0 && series.kills < 20) {
      series.kill(series.kills + 1); // Those before came before the first checkpoint.
    }
    if (mode.endsWith(CHECKPOINTS)) {
      assertThat(series.fromCheckpoints).as("opened from a checkpoint").isPositive();
    }
  }

  @Tag("stress")
  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered", "strict" + CHECKPOINTS, "buffered" + CHECKPOINTS})
  void reopen_afterHundredsOfKills_findsEveryAcknowledgedCommit(String mode) throws Exception {
    Series series = new Series(mode);
    series.kill(KILLS);
    if (mode.endsWith(CHECKPOINTS)) {
      assertThat(series.fromCheckpoints).as("opened from a checkpoint").isGreaterThan(KILLS / 4);
    }
  }

  private static Database open(Path dir, String mode) {
    boolean strict = mode.startsWith("strict");
    Durability durability = strict ? Durability.strict() : Durability.buffered();
    DatabaseOptions options = DatabaseOptions.defaults().durability(durability);
    return mode.endsWith(CHECKPOINTS)
        ? Database.open(new RealDisk(dir), SMALL, options.checkpoints(OFTEN))
        : Database.open(dir, options);
  }

  /** The number of a commit, in the order of its thread. */
  private record Commit(String thread, int number) {
    static Commit parse(String key) {
      int dash = key.lastIndexOf('-');
      return new Commit(key.substring(0, dash), Integer.parseInt(key.substring(dash + 1)));
    }

    String key() {
      return thread + "-" + number;
    }

    String twin() {
      return "twin of " + key();
    }

    /** A key that each commit of the thread writes. */
    String last() {
      return "last of " + thread;
    }

    Value value() {
      return Value.of(key().repeat(10));
    }

    Commit before() {
      return new Commit(thread, number - 1);
    }
  }

  /** Commits until it is killed, and prints the name of each commit once it is acknowledged. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      System.out.println("opening");
      Database db = open(Path.of(arguments[0]), arguments[1]);
      for (int i = 0; i < THREADS; i++) {
        String name = arguments[2] + "." + i;
        new Thread(() -> commitForever(db, name)).start();
      }
    }

    private static void commitForever(Database db, String thread) {
      for (Commit commit = new Commit(thread, 0); ; commit = next(commit)) {
        Commit current = commit;
        Committed<Long> done = db.transactResult(tx -> write(tx.global(), current));
        System.out.println(
            current.key() + " " + done.version() + " " + done.timeMicros() + " " + PADDING);
      }
    }

    private static Commit next(Commit commit) {
      return new Commit(commit.thread(), commit.number() + 1);
    }

    private static long write(Scope scope, Commit commit) {
      scope.put(SPACE, commit.key().getBytes(UTF_8), commit.value());
      scope.put(SPACE, commit.last().getBytes(UTF_8), Value.of(commit.number()));
      return scope.put(SPACE, commit.twin().getBytes(UTF_8), commit.value());
    }
  }

  /** One directory and what is known of it. */
  private final class Series {
    private final String mode;
    private final SplittableRandom random;
    private final List<String> acknowledged = new ArrayList<>();
    private Map<String, Versioned<Value>> found = Map.of();
    private int kills;
    private int fromCheckpoints;

    Series(String mode) {
      long seed = System.nanoTime();
      System.out.println(mode + " kills: seed " + seed);
      this.mode = mode;
      this.random = new SplittableRandom(seed);
    }

    void kill(int times) throws Exception {
      while (kills < times) {
        List<String> lines = killUnderLoad(++kills);
        acknowledged.addAll(lines);
        if (kills == times || random.nextInt(ONE_KILL_UNSEEN_IN) != 0) {
          reopen();
        }
      }
      System.out.printf(
          "%s: %d kills, %d keys at the end, %d times from a checkpoint%n",
          mode, kills, found.size(), fromCheckpoints);
      assertThat(found).isNotEmpty();
    }

    /** What the child acknowledged before and while it was killed; the last may be cut short. */
    private List<String> killUnderLoad(int number) throws Exception {
      int fatal = random.nextInt(ONE_KILL_WHILE_OPENING_IN) == 0 ? 1 : 1 + random.nextInt(LINES);
      List<String> arguments = List.of(dir.toString(), mode, "k" + number);
      List<String> lines = KilledProcess.linesOf(Child.class, fatal, arguments);
      return lines.size() == 1 ? List.of() : lines.subList(1, lines.size() - 1);
    }

    private void reopen() {
      try (Database db = open(dir, mode)) {
        Map<String, Versioned<Value>> before = found;
        found = contents(db);
        db.checkInvariants();
        fromCheckpoints += db.recovery().checkpoint().isPresent() ? 1 : 0;
        acknowledged.forEach(this::assertAcknowledged);
        acknowledged.clear();
        before.forEach(this::assertFound);
        found.keySet().stream().filter(KillRecoveryTest::isCommit).forEach(this::assertWhole);
      }
    }

    private void assertAcknowledged(String line) {
      String[] parts = line.split(" ", 4);
      Commit commit = Commit.parse(parts[0]);
      Versioned<Value> expected =
          new Versioned<>(commit.value(), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
      assertFound(commit.key(), expected);
    }

    private void assertFound(String key, Versioned<Value> expected) {
      if (!expected.equals(found.get(key))) {
        assertThat(found.get(key)).as("%s after kill %d", key, kills).isEqualTo(expected);
      }
    }

    /** All keys of a commit are there at one version, and so is the one before it. */
    private void assertWhole(String key) {
      Commit commit = Commit.parse(key);
      Versioned<Value> own = found.get(key);
      assertFound(commit.twin(), own);
      if (commit.number() > 0 && found.get(commit.before().key()).version() >= own.version()) {
        throw new AssertionError(key + " at " + own + " is not after the commit before it");
      }
      Versioned<Value> last = found.get(commit.last());
      boolean isLast = last.value().equals(Value.of(commit.number()));
      if (isLast ? last.version() != own.version() : last.version() <= own.version()) {
        throw new AssertionError(commit.last() + " is " + last + ", but " + key + " is " + own);
      }
    }
  }

  private static boolean isCommit(String key) {
    return key.indexOf(' ') < 0;
  }

  private static Map<String, Versioned<Value>> contents(Database db) {
    Map<String, Versioned<Value>> all = new HashMap<>();
    db.global()
        .scan(
            SPACE,
            KeyRange.all(),
            (key, value, version, time) -> {
              all.put(new String(key, UTF_8), new Versioned<>(value, version, time));
              return true;
            });
    return all;
  }
}
