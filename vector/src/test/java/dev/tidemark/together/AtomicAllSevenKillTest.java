package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.KilledProcess;
import dev.tidemark.run.RunIndex;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes killed while they commit transactions over all primitives, one after the other on one
 * run: what is there afterwards is what some number of whole transactions makes, none of those
 * missing that were acknowledged through a pipe.
 */
@Tag("scalar") // the kernel does not matter here
@Timeout(900)
class AtomicAllSevenKillTest {
  private static final int KILLS = 3;

  /** A kill comes at one of the first so many lines of a child. */
  private static final int LINES = 60;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"strict", "buffered"})
  void reopen_afterKill_hasWholeTransactionsAndAllAcknowledged(String mode) throws Exception {
    long seed = System.nanoTime();
    System.out.println(mode + " kills: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    RunId run;
    try (Database db = open(directory, mode)) {
      run = new RunIndex().create(db.global(), "killed").id();
    }
    List<String> arguments = List.of(directory.toString(), mode, run.toString());
    List<Together> states = new ArrayList<>(List.of(new Together()));
    int last = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      List<String> lines = KilledProcess.linesOf(Child.class, 1 + random.nextInt(LINES), arguments);
      int acknowledged = lines.size() < 2 ? last : Integer.parseInt(lines.get(lines.size() - 2));
      addStates(states, acknowledged + LINES);
      try (Database db = open(directory, mode)) {
        last = states.indexOf(Together.of(db.in(run)));
        assertThat(last).as("transactions there after kill %s", kill).isNotNegative();
        assertThat(last).isGreaterThanOrEqualTo(acknowledged);
        assertThat(db.verify().isSound()).isTrue();
      }
    }
    assertThat(last).isGreaterThan(KILLS);
  }

  private static Database open(Path directory, String mode) {
    Durability durability = mode.equals("strict") ? Durability.strict() : Durability.buffered();
    return Database.open(directory, DatabaseOptions.defaults().durability(durability));
  }

  /** What a run holds after the first, the second and so on of the transactions. */
  private static void addStates(List<Together> states, int count) {
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      RunId run = new RunIndex().create(db.global(), "model").id();
      Together model = new Together();
      for (int number = 1; number <= count; number++) {
        commit(db, run, model, number);
        if (number == states.size()) {
          states.add(model.copy());
        }
      }
    }
  }

  /** The transaction of a number. */
  private static void commit(Database db, RunId run, Together model, int number) {
    Random random = new Random(number);
    db.transact(tx -> model.touch(tx.in(run)).change(tx.in(run), random));
  }

  /** Commits until it is killed, and prints the number of each transaction acknowledged. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Database db = open(Path.of(arguments[0]), arguments[1]);
      RunId run = RunId.parse(arguments[2]);
      Together model = Together.of(db.in(run));
      for (int number = model.touches() + 1; ; number++) {
        commit(db, run, model, number);
        System.out.println(number);
      }
    }
  }
}
