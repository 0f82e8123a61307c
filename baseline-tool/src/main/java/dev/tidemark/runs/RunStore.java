package dev.tidemark.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that holds one folder per run, {@code run_YYYY-MM-DD_HH-MM-SS_commit[-dirty][_mode]}
 * in UTC, so that the order of names is the order of time.
 */
public final class RunStore {

  /** The record's file name inside a run folder. */
  public static final String RECORD = "results.json";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss").withZone(ZoneOffset.UTC);
  private static final Pattern RUN =
      Pattern.compile("run_\\d{4}-\\d{2}-\\d{2}_\\d{2}-\\d{2}-\\d{2}_.+");
  private static final int SHORT_COMMIT = 10;

  private final Path root;

  /** A run and where its record is. */
  public record StoredRun(String name, Path file, RunRecord record) {}

  private RunStore(Path root) {
    this.root = root;
  }

  /** The store in this folder, which need not exist. */
  public static RunStore at(Path root) {
    return new RunStore(root);
  }

  /**
   * The store that belongs to a working directory: {@code target/benchmark-results} below the
   * nearest folder upwards that holds {@code mvnw}, else below the working directory itself.
   */
  public static RunStore near(Path workingDirectory) {
    return new RunStore(project(workingDirectory).resolve("target").resolve("benchmark-results"));
  }

  /** The nearest folder upwards that holds {@code mvnw}, else the working directory itself. */
  static Path project(Path workingDirectory) {
    Path start = workingDirectory.toAbsolutePath().normalize();
    Path project = start;
    while (project != null && !Files.exists(project.resolve("mvnw"))) {
      project = project.getParent();
    }
    return project == null ? start : project;
  }

  public Path root() {
    return root;
  }

  /** The name of a run's folder; of the commit at most ten characters are kept. */
  public static String folderName(
      Instant startedAt, String commit, boolean dirty, Optional<String> mode) {
    String shortCommit = commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    return "run_"
        + TIME.format(startedAt)
        + "_"
        + shortCommit
        + (dirty ? "-dirty" : "")
        + mode.map(m -> "_" + m).orElse("");
  }

  /**
   * Makes the folder of a new run.
   *
   * @throws RunRecordException if it exists
   */
  public Path create(String folderName) {
    if (!RUN.matcher(folderName).matches()) {
      throw new IllegalArgumentException("\"" + folderName + "\" is no name of a run folder");
    }
    try {
      Files.createDirectories(root);
      return Files.createDirectory(root.resolve(folderName));
    } catch (FileAlreadyExistsException e) {
      throw new RunRecordException(
          root.resolve(folderName) + ": exists; start the run a second later or join it", e);
    } catch (IOException e) {
      throw new UncheckedIOException("no run folder in " + root + ": " + e.getMessage(), e);
    }
  }

  /** The run folders, newest first, whether or not they hold a record. */
  public List<Path> folders() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      List<Path> folders = new ArrayList<>();
      entries
          .filter(path -> RUN.matcher(path.getFileName().toString()).matches())
          .filter(Files::isDirectory)
          .sorted()
          .forEach(folders::add);
      Collections.reverse(folders);
      return folders;
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * Finds and reads a run.
   *
   * @param reference {@code @latest}, {@code commit:abc}, {@code branch:main}, the name of a run
   *     folder in this store, or the path of a record or of a folder that holds one
   * @throws RunRecordException if there is none or it cannot be read
   */
  public StoredRun resolve(String reference) {
    if (reference.equals("@latest")) {
      return newest();
    }
    if (reference.startsWith("commit:")) {
      String commit = reference.substring("commit:".length());
      return newestWith(reference, run -> run.record().gitCommit().startsWith(commit));
    }
    if (reference.startsWith("branch:")) {
      String branch = reference.substring("branch:".length());
      return newestWith(reference, run -> run.record().gitBranch().equals(branch));
    }
    if (reference.equals("@previous")) {
      throw new RunRecordException("@previous stands before another run; use it as BASE");
    }
    if (reference.startsWith("@")) {
      throw new RunRecordException(
          "\"" + reference + "\" is no run; the names with @ are @latest and @previous");
    }
    return RUN.matcher(reference).matches() ? load(root.resolve(reference)) : path(reference);
  }

  /**
   * The newest complete run before {@code current} that may be compared with it and shares an id
   * with it.
   *
   * @throws RunRecordException if there is none
   */
  public StoredRun previous(StoredRun current) {
    return newestWith(
        "@previous (complete, comparable, before " + current.name() + ")",
        run ->
            run.record().timestamp().isBefore(current.record().timestamp())
                && run.record().complete()
                && Comparability.of(run.record(), current.record()).comparable()
                && !Collections.disjoint(run.ids(), current.record().results().keySet()));
  }

  /**
   * The complete runs that hold an id, newest first, of each result that one alone. A folder
   * without a readable record is passed over.
   */
  public List<StoredRun> complete(String id) {
    return folders().parallelStream()
        .flatMap(folder -> only(id, folder).stream())
        .filter(run -> run.record().complete() && run.record().results().containsKey(id))
        .toList();
  }

  private static Optional<StoredRun> only(String id, Path folder) {
    Path file = folder.resolve(RECORD);
    try {
      RunRecord record = RunRecordJson.readOnly(file, id);
      return Optional.of(new StoredRun(folder.getFileName().toString(), file, record));
    } catch (RunRecordException e) {
      return Optional.empty();
    }
  }

  private StoredRun newest() {
    return folders().stream()
        .findFirst()
        .map(RunStore::load)
        .orElseThrow(
            () -> new RunRecordException(root + ": holds no run; run the benchmarks first"));
  }

  private StoredRun newestWith(String reference, Predicate<RunHead> wanted) {
    return folders().stream()
        .filter(folder -> readable(folder).filter(wanted).isPresent())
        .findFirst()
        .map(RunStore::load)
        .orElseThrow(
            () ->
                new RunRecordException(
                    reference + ": no such run in " + root + "; run the benchmarks first"));
  }

  /** Empty for a run that left no readable record: a search passes over it. */
  private static Optional<RunHead> readable(Path folder) {
    try {
      return Optional.of(RunRecordJson.readHead(folder.resolve(RECORD)));
    } catch (RunRecordException e) {
      return Optional.empty();
    }
  }

  private static StoredRun path(String reference) {
    Path path = Path.of(reference);
    if (!Files.exists(path)) {
      throw new RunRecordException(
          reference
              + ": no such file, folder or run; use a path, a run id, a saved name, @latest,"
              + " @previous, commit:HASH or branch:NAME");
    }
    return load(path);
  }

  /** A run's name: that of its folder, or made from what its record says. */
  public static String runId(StoredRun run) {
    RunRecord record = run.record();
    return RUN.matcher(run.name()).matches()
        ? run.name()
        : folderName(
            record.timestamp(), record.gitCommit(), record.gitDirty(), record.run().mode());
  }

  /**
   * Reads a record, or the record of a run folder.
   *
   * @throws RunRecordException if there is none or it cannot be read
   */
  public static StoredRun load(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(RECORD) : path;
    RunRecord record = RunRecordJson.read(file);
    Path named = file.endsWith(RECORD) ? file.toAbsolutePath().getParent() : file;
    return new StoredRun(named.getFileName().toString(), file, record);
  }
}
