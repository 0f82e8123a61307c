package dev.tidemark.bench.m1;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Runs;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A directory made once, by commits of one key each, and a copy of it to be opened in each
 * iteration; its files are in the system's cache.
 */
@State(Scope.Thread)
public abstract class RecoveredCopy {
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().checkpoints(CheckpointPolicy.manual());

  private Path template;
  private Path copy;
  private RunId run;
  private Database opened;

  @Setup(Level.Trial)
  public void makeTemplate() throws IOException {
    // Both durable modes write the same log, and reading it back knows no mode.
    ForkReport.current().noDatabase();
    template = ScratchDirectory.create();
    try (Database database = Database.open(template, OPTIONS)) {
      run = new Runs().create(database.global(), "bench");
      write(database.in(run));
      finish(database);
    }
  }

  @Setup(Level.Iteration)
  public void copyTemplate() throws IOException {
    copy = ScratchDirectory.create();
    for (Path file : files(template)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  final Database openCopy() {
    opened = Database.open(copy, OPTIONS);
    return opened;
  }

  /** What the template holds, a commit each. */
  abstract void write(dev.tidemark.transaction.Scope scope);

  /** What else the template gets before it is closed. */
  void finish(Database database) {}

  /** Entries that are there after all commits. */
  abstract long entries();

  /** Commits that are read from the log. */
  abstract long commitsInLog();

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    long[] seen = new long[1];
    opened
        .in(run)
        .scan(KVStore.SPACE, KeyRange.all(), (key, value, version, time) -> ++seen[0] > 0);
    ForkReport.current()
        .checkEquals("entries recovered", entries(), seen[0])
        .checkEquals("commits recovered", commitsInLog(), opened.recovery().commits());
    opened.close();
    ScratchDirectory.delete(copy);
  }

  @TearDown(Level.Trial)
  public void deleteTemplate() throws IOException {
    ScratchDirectory.delete(template);
  }
}
