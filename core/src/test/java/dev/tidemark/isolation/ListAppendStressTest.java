package dev.tidemark.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.isolation.History.Append;
import dev.tidemark.isolation.History.Read;
import dev.tidemark.isolation.History.Step;
import dev.tidemark.isolation.History.Transaction;
import dev.tidemark.transaction.Isolation;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories of the engine under concurrent transactions over a few lists in two runs. */
class ListAppendStressTest {
  private static final int LISTS = 6;
  private static final int LONGEST_TRANSACTION = 5;
  private static final int ONE_BODY_FAILS_IN = 12;

  /** Lists are begun anew so often that they stay short. */
  private static final int TRANSACTIONS_PER_LIST = 300;

  /** A transaction that scans may lose to one insert after another: it cannot lock a range. */
  private static final RetryPolicy PATIENT = new RetryPolicy(1_000, Duration.ofMillis(1));

  @TempDir private Path dir;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "inMemory, VALUE, 2, 3000",
    "inMemory, VALUE, 4, 3000",
    "inMemory, ROWS, 4, 3000",
    "buffered, VALUE, 3, 3000",
    "buffered, ROWS, 4, 3000",
    "strict, VALUE, 4, 600",
    "strict, ROWS, 3, 600"
  })
  void transactions_serializable_showNoAnomaly(
      String mode, ListStore store, int count, int transactions) throws Exception {
    TransactionOptions options = TransactionOptions.defaults();
    assertThat(findings(mode, options, store, count, transactions)).isEmpty();
  }

  /**
   * What snapshot isolation allows: circles with two reads in a row that missed a write, by way of
   * real time as well. Lists are kept as values: only there do two appends write the same key.
   */
  @ParameterizedTest
  @CsvSource({"inMemory, 4, 3000", "buffered, 3, 3000", "strict, 4, 600"})
  void transactions_snapshot_showWriteSkewAtMost(String mode, int count, int transactions)
      throws Exception {
    TransactionOptions options = TransactionOptions.defaults().isolation(Isolation.SNAPSHOT);
    assertThat(findings(mode, options, ListStore.VALUE, count, transactions))
        .allSatisfy(finding -> assertThat(finding.anomaly()).isIn(Anomaly.G2, Anomaly.REAL_TIME));
  }

  private List<Finding> findings(
      String mode, TransactionOptions options, ListStore store, int count, int transactions)
      throws Exception {
    long seed = System.nanoTime();
    System.out.printf(
        "%s %s %s, %d threads: seed %d%n", mode, options.isolation(), store, count, seed);
    try (Database db = open(mode)) {
      List<RunId> runs =
          List.of(
              new Runs().create(db.global(), "first"), new Runs().create(db.global(), "second"));
      History history = new Clients(db, options, runs, store).run(count, transactions, seed);

      assertThat(history.transactions().stream().filter(Transaction::committed))
          .hasSizeGreaterThan(transactions / 2);
      assertThat(history.transactions()).anyMatch(each -> !each.committed());
      return HistoryChecker.check(history);
    }
  }

  private Database open(String mode) {
    DatabaseOptions options = DatabaseOptions.defaults().retry(PATIENT);
    return switch (mode) {
      case "inMemory" -> Database.inMemory(options);
      case "buffered" -> Database.open(dir, options.durability(Durability.buffered()));
      default -> Database.open(dir, options.durability(Durability.strict()));
    };
  }

  private static final class BodyFailed extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Threads that run transactions and note what they saw. */
  private final class Clients {
    private final Database db;
    private final TransactionOptions options;
    private final List<RunId> runs;
    private final ListStore store;

    Clients(Database db, TransactionOptions options, List<RunId> runs, ListStore store) {
      this.db = db;
      this.options = options;
      this.runs = runs;
      this.store = store;
    }

    History run(int count, int transactions, long seed) throws Exception {
      SplittableRandom random = new SplittableRandom(seed);
      List<Callable<List<Transaction>>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        SplittableRandom own = random.split();
        tasks.add(() -> transactions(own, transactions / count));
      }
      List<Transaction> all = new ArrayList<>();
      for (Future<List<Transaction>> done : threads.invokeAll(tasks)) {
        all.addAll(done.get());
      }
      return new History(all, finalLists(all));
    }

    private List<Transaction> transactions(SplittableRandom random, int count) {
      List<Transaction> done = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        transact(random, done);
      }
      return done;
    }

    /** Every attempt is noted; only the last may have committed. */
    private void transact(SplittableRandom random, List<Transaction> done) {
      List<List<Step>> attempts = new ArrayList<>();
      long generation = begun.getAndIncrement() / TRANSACTIONS_PER_LIST;
      boolean fails = random.nextInt(ONE_BODY_FAILS_IN) == 0;
      long bodySeed = random.nextLong();
      long began = System.nanoTime();
      boolean committed = false;
      try {
        db.transact(
            options,
            tx -> {
              List<Step> steps = new ArrayList<>();
              attempts.add(steps);
              body(tx, new SplittableRandom(bodySeed), generation, steps);
              if (fails) {
                throw new BodyFailed();
              }
            });
        committed = true;
      } catch (BodyFailed e) {
        assertThat(fails).isTrue();
      }
      long ended = System.nanoTime();
      for (int i = 0; i < attempts.size(); i++) {
        boolean last = i == attempts.size() - 1;
        done.add(new Transaction(committed && last, attempts.get(i), began, ended));
      }
    }

    private void body(
        dev.tidemark.transaction.Transaction tx,
        SplittableRandom random,
        long generation,
        List<Step> steps) {
      int length = 1 + random.nextInt(LONGEST_TRANSACTION);
      for (int i = 0; i < length; i++) {
        int which = random.nextInt(LISTS);
        String list = generation + "." + which;
        var scope = tx.in(runs.get(which % runs.size()));
        if (random.nextBoolean()) {
          long number = numbers.incrementAndGet();
          store.append(scope, list, number);
          steps.add(new Append(list, number));
        } else {
          steps.add(new Read(list, store.read(scope, list)));
        }
      }
    }

    private Map<String, List<Long>> finalLists(List<Transaction> all) {
      Map<String, List<Long>> lists = new HashMap<>();
      for (Transaction transaction : all) {
        for (Step step : transaction.steps()) {
          int which = Integer.parseInt(step.list().substring(step.list().indexOf('.') + 1));
          RunId run = runs.get(which % runs.size());
          lists.computeIfAbsent(step.list(), list -> store.read(db.in(run), list));
        }
      }
      return lists;
    }
  }
}
