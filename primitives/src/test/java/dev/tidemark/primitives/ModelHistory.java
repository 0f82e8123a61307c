package dev.tidemark.primitives;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A database in a directory and a plain model of each of its runs, driven through the same random
 * life: transactions, some rolled back, forks of past versions, deletions of runs, reopenings. What
 * a facade reads must be what the model holds, inside transactions, now and at past versions.
 *
 * @param <M> holds what one run holds
 */
public abstract class ModelHistory<M> {
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().retention(Retention.commits(100_000));
  private static final int MOST_RUNS = 4;

  private final Random random;
  private final List<Moment<M>> past = new ArrayList<>();
  private Map<RunId, M> present = new LinkedHashMap<>();
  private Database db;

  private record Moment<M>(long version, Map<RunId, M> models) {}

  private static final class Rollback extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  protected ModelHistory(long seed) {
    this.random = new Random(seed);
  }

  protected abstract M empty();

  protected abstract M copy(M model);

  /** What the model of a run becomes once a transaction on it is committed. */
  protected abstract void committed(M model, long version, long timeMicros);

  /** What the model of a run becomes in a fork of it. */
  protected abstract void forked(M model);

  /** Makes one random change to both. */
  protected abstract void change(Scope scope, M model, Random random);

  /** Compares everything that the facade can read. */
  protected abstract void assertSame(ReadScope scope, M model, Random random);

  /** Lives through a number of random steps in a new directory. */
  public final void live(int steps) {
    Path directory = newDirectory();
    try {
      db = Database.open(directory, OPTIONS);
      addRun();
      for (int i = 0; i < steps; i++) {
        step(directory);
        past.add(new Moment<>(db.stats().version(), copies()));
      }
      past.forEach(this::assertPast);
      db.close();
      db = Database.open(directory, OPTIONS);
      assertPresent();
      assertPast(past.get(random.nextInt(past.size())));
    } finally {
      db.close();
      delete(directory);
    }
  }

  private void step(Path directory) {
    switch (random.nextInt(20)) {
      case 0 -> {
        db.close();
        db = Database.open(directory, OPTIONS);
      }
      case 1 -> addRun();
      case 2 -> fork();
      case 3 -> deleteRun();
      case 4 -> assertPresent();
      default -> transact();
    }
  }

  private void addRun() {
    if (present.size() < MOST_RUNS) {
      present.put(new Runs().create(db.global(), "run"), empty());
    }
  }

  private void deleteRun() {
    if (present.size() > 1) {
      RunId run = anyRun(present);
      new Runs().delete(db.in(run));
      M model = present.remove(run);
      assertThatThrownBy(() -> assertSame(db.in(run), model, random))
          .isInstanceOf(NotFoundException.class);
    }
  }

  private void fork() {
    if (past.isEmpty() || present.size() == MOST_RUNS) {
      return;
    }
    Moment<M> then = past.get(random.nextInt(past.size()));
    RunId run = anyRun(then.models());
    M model = copy(then.models().get(run));
    forked(model);
    present.put(db.fork(run, then.version()), model);
  }

  private void transact() {
    RunId run = anyRun(present);
    M after = copy(present.get(run));
    try {
      Committed<Void> done =
          db.transactResult(
              tx -> {
                Scope scope = tx.in(run);
                for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                  change(scope, after, random);
                }
                if (random.nextInt(4) == 0) {
                  assertSame(scope, after, random);
                }
                if (random.nextInt(4) == 0) {
                  throw new Rollback();
                }
                return null;
              });
      committed(after, done.version(), done.timeMicros());
      present.put(run, after);
    } catch (Rollback rolledBack) {
      assertPresent();
    }
  }

  private void assertPresent() {
    try (ReadView view = db.readView()) {
      present.forEach((run, model) -> assertSame(view.in(run), model, random));
    }
    present.forEach((run, model) -> assertSame(db.in(run), model, random));
  }

  private void assertPast(Moment<M> then) {
    then.models().forEach((run, model) -> assertSame(db.at(then.version()).in(run), model, random));
  }

  private RunId anyRun(Map<RunId, M> models) {
    return List.copyOf(models.keySet()).get(random.nextInt(models.size()));
  }

  private Map<RunId, M> copies() {
    Map<RunId, M> copies = new LinkedHashMap<>();
    present.forEach((run, model) -> copies.put(run, copy(model)));
    return copies;
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("model-history");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
