package dev.tidemark.bench.support;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.DatabaseStats;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.infra.IterationParams;

/**
 * A fresh database of a benchmark, in a directory of its own. What it says of its durability goes
 * into the fork report when it is opened.
 */
public final class BenchDatabase implements AutoCloseable {
  private final Path directory;
  private final Database database;
  private DatabaseStats before;

  private BenchDatabase(Path directory, Database database) {
    this.directory = directory;
    this.database = database;
    this.before = database.stats();
  }

  /** Opens a database in the mode the run asks for. */
  public static BenchDatabase open() throws IOException {
    return open(BenchMode.requested());
  }

  /** Opens a database in the mode the run asks for, with other options than the defaults. */
  public static BenchDatabase open(UnaryOperator<DatabaseOptions> change) throws IOException {
    return open(BenchMode.requested(), change);
  }

  /** Opens a database in a mode of the benchmark's own, for ids that compare modes in one run. */
  public static BenchDatabase open(BenchMode mode) throws IOException {
    return open(mode, UnaryOperator.identity());
  }

  private static BenchDatabase open(BenchMode mode, UnaryOperator<DatabaseOptions> change)
      throws IOException {
    DatabaseOptions options =
        change.apply(DatabaseOptions.defaults()).durability(mode.durability());
    Path directory = ScratchDirectory.create();
    Database database =
        mode == BenchMode.INMEMORY ? Database.inMemory(options) : Database.open(directory, options);
    ForkReport.current().durability(database.stats().durability());
    return new BenchDatabase(directory, database);
  }

  public Database database() {
    return database;
  }

  /** Makes a run. */
  public RunId newRun() {
    return new Runs().create(database.global(), "bench");
  }

  /** Ends the set-up: what it wrote is synced, what the log does from here on is counted. */
  public void startCounting() {
    database.sync();
    before = database.stats();
  }

  /** Reports what the log did since {@link #startCounting}. */
  public void reportLog(IterationParams iteration) {
    DatabaseStats now = database.stats();
    ForkReport.current()
        .count(iteration, "log_appends", now.log().appends() - before.log().appends())
        .count(iteration, "log_syncs", now.log().syncs() - before.log().syncs())
        .count(iteration, "log_bytes", now.log().bytes() - before.log().bytes());
  }

  /** Closes the database and deletes its directory. */
  @Override
  public void close() throws IOException {
    database.close();
    ScratchDirectory.delete(directory);
  }
}
