package dev.tidemark.bench.entries;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.IOException;
import java.util.BitSet;
import org.openjdk.jmh.infra.IterationParams;

/** One run of a fresh database, loaded with entries. */
public final class FilledRun implements AutoCloseable {
  private final BenchDatabase database;
  private final Entries entries;
  private final KeySpace space;
  private final RunId run;
  private final Scope scope;

  private FilledRun(BenchDatabase database, Entries entries, KeySpace space) {
    this.database = database;
    this.entries = entries;
    this.space = space;
    this.run = database.newRun();
    this.scope = database.database().in(run);
  }

  /** Opens a database in the mode the run asks for and loads the entries. */
  public static FilledRun open(Entries entries) throws IOException {
    return open(entries, BenchMode.requested());
  }

  /** Opens a database in the given mode and loads the entries. */
  public static FilledRun open(Entries entries, BenchMode mode) throws IOException {
    return open(entries, KVStore.SPACE, mode);
  }

  /** As {@link #open(Entries)}, in another key space than that of keys and values. */
  public static FilledRun open(Entries entries, KeySpace space) throws IOException {
    return open(entries, space, BenchMode.requested());
  }

  private static FilledRun open(Entries entries, KeySpace space, BenchMode mode)
      throws IOException {
    FilledRun filled = new FilledRun(BenchDatabase.open(mode), entries, space);
    entries.load(filled.scope, space);
    filled.database.startCounting();
    return filled;
  }

  public Database database() {
    return database.database();
  }

  public RunId run() {
    return run;
  }

  /** The run, each call a commit of its own. */
  public Scope scope() {
    return scope;
  }

  /** Reports the log's work since the load, and checks that exactly these entries were replaced. */
  public void finish(IterationParams iteration, BitSet replaced) throws IOException {
    database.reportLog(iteration);
    check(replaced);
    close();
  }

  /** Checks that no entry changed. */
  public void finishUnchanged() throws IOException {
    finishReplaced(new BitSet());
  }

  /** Checks that exactly these entries were replaced. */
  public void finishReplaced(BitSet replaced) throws IOException {
    check(replaced);
    close();
  }

  private void check(BitSet replaced) {
    ForkReport.current()
        .checkEquals(
            "entries with another value than expected", 0L, entries.wrong(scope, space, replaced))
        .checkEquals("entries in the run", (long) entries.count(), size());
  }

  /** Entries of the run. */
  public long size() {
    long[] seen = new long[1];
    scope.scan(
        space,
        KeyRange.all(),
        (key, value, version, time) -> {
          seen[0]++;
          return true;
        });
    return seen[0];
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
