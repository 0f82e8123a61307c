package dev.tidemark.runs;

import dev.tidemark.runs.RunStore.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The saved baselines, {@code <machine>/<name>/<run-id>.json}: each file is one session, the newest
 * last by name. A file {@code anchor} beside them names the session that the baseline is pinned to.
 */
public final class BaselineStore {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String ANCHOR = "anchor";
  private static final String ANCHORED = "@anchor";
  private static final String JSON = ".json";

  /** Ends the name of the folder with the sampled stacks of a session that was profiled. */
  public static final String STACKS = ".stacks";

  private final Path root;

  /**
   * A baseline on one machine.
   *
   * @param sessions run ids, oldest first
   * @param anchor the promoted session
   */
  public record Baseline(
      Path folder, String machine, String name, List<String> sessions, Optional<String> anchor) {

    Path file(String session) {
      return folder.resolve(session + JSON);
    }
  }

  private BaselineStore(Path root) {
    this.root = root;
  }

  /** The baselines in this folder, which need not exist. */
  public static BaselineStore at(Path root) {
    return new BaselineStore(root);
  }

  /** The folder {@code baselines} of the project that a working directory belongs to. */
  public static BaselineStore near(Path workingDirectory) {
    return new BaselineStore(RunStore.project(workingDirectory).resolve("baselines"));
  }

  public Path root() {
    return root;
  }

  /** Whether a text can name a baseline. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.startsWith("run_");
  }

  /** All baselines by machine and name. */
  public List<Baseline> list() {
    List<Baseline> baselines = new ArrayList<>();
    for (Path machine : folders(root)) {
      for (Path name : folders(machine)) {
        baselines.add(baseline(name));
      }
    }
    return baselines;
  }

  /** The baseline of this name on the machine of a run. */
  public Optional<Baseline> find(String name, RunRecord run) {
    Path folder = root.resolve(MachineFingerprint.of(run)).resolve(name);
    return Files.isDirectory(folder) ? Optional.of(baseline(folder)) : Optional.empty();
  }

  /**
   * Reads a baseline as one run with the forks of all its sessions.
   *
   * @param reference a name, or {@code NAME@anchor} for the promoted session alone
   * @param like the run it is compared with, which tells the machine, and is left out where it is a
   *     session itself; empty if there is none
   * @return empty if nothing has that name
   * @throws RunRecordException if several machines have it and none is the run's, a session cannot
   *     be read, or the run is the only one
   */
  public Optional<StoredRun> resolve(String reference, Optional<RunRecord> like) {
    boolean anchored = reference.endsWith(ANCHORED);
    String name =
        anchored ? reference.substring(0, reference.length() - ANCHORED.length()) : reference;
    List<Baseline> named = list().stream().filter(b -> b.name().equals(name)).toList();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Baseline baseline =
        like.flatMap(run -> find(name, run)).orElseGet(() -> onlyOne(reference, named));
    return Optional.of(anchored ? anchor(baseline, like) : merged(baseline, like));
  }

  private static Baseline onlyOne(String reference, List<Baseline> named) {
    if (named.size() > 1) {
      throw new RunRecordException(
          reference
              + ": is a baseline of "
              + named.size()
              + " machines, none of them this run's; name a file of "
              + named.stream().map(b -> b.folder().toString()).toList());
    }
    return named.get(0);
  }

  private static StoredRun anchor(Baseline baseline, Optional<RunRecord> like) {
    String session =
        baseline
            .anchor()
            .orElseThrow(
                () ->
                    new RunRecordException(
                        baseline.folder()
                            + ": has no anchor; choose one with promote "
                            + baseline.name()
                            + " RUN"));
    Path file = baseline.file(session);
    RunRecord record = RunRecordJson.read(file);
    if (isRun(record, like)) {
      throw itself(file);
    }
    return new StoredRun(baseline.name() + ANCHORED, file, record);
  }

  private static boolean isRun(RunRecord record, Optional<RunRecord> run) {
    return run.filter(r -> r.timestamp().equals(record.timestamp()))
        .filter(r -> r.results().equals(record.results()))
        .isPresent();
  }

  private static RunRecordException itself(Path path) {
    return new RunRecordException(
        path + ": holds only the run it is compared with; name another run");
  }

  private static StoredRun merged(Baseline baseline, Optional<RunRecord> like) {
    if (baseline.sessions().isEmpty()) {
      throw new RunRecordException(
          baseline.folder() + ": holds no session; record one with record --name");
    }
    List<RunRecord> records =
        baseline.sessions().stream()
            .map(session -> RunRecordJson.read(baseline.file(session)))
            .filter(record -> !isRun(record, like))
            .toList();
    if (records.isEmpty()) {
      throw itself(baseline.folder());
    }
    return new StoredRun(baseline.name(), baseline.folder(), MergedSessions.of(records));
  }

  /**
   * Appends a run as a session.
   *
   * @return the file it was written to
   * @throws IllegalArgumentException if the text is no name
   * @throws RunRecordException if the baseline holds that run already
   */
  public Path record(String name, StoredRun run) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name; use letters, digits, . _ and -, at most 64");
    }
    Path folder = root.resolve(MachineFingerprint.of(run.record())).resolve(name);
    Path file = folder.resolve(RunStore.runId(run) + JSON);
    if (Files.exists(file)) {
      throw new RunRecordException(file + ": holds this run already; measure again");
    }
    RunRecordJson.write(file, run.record());
    return file;
  }

  /**
   * Pins a baseline to one of its sessions, wherever it is held.
   *
   * @throws RunRecordException if no baseline of that name holds the session
   */
  public Baseline promote(String name, String session) {
    Baseline baseline =
        list().stream()
            .filter(b -> b.name().equals(name) && b.sessions().contains(session))
            .findFirst()
            .orElseThrow(
                () ->
                    new RunRecordException(
                        root
                            + ": no baseline "
                            + name
                            + " holds the session "
                            + session
                            + "; see list"));
    RunRecordJson.writeAtomically(
        baseline.folder().resolve(ANCHOR), (session + "\n").getBytes(StandardCharsets.UTF_8));
    return baseline(baseline.folder());
  }

  /**
   * Deletes all but the newest sessions of every baseline; an anchor always stays.
   *
   * @param keep at least 1
   * @return the files deleted
   */
  public List<Path> keepNewest(int keep) {
    List<Path> deleted = new ArrayList<>();
    for (Baseline baseline : list()) {
      List<String> sessions = baseline.sessions();
      for (String old : sessions.subList(0, Math.max(0, sessions.size() - keep))) {
        if (!baseline.anchor().equals(Optional.of(old))) {
          delete(baseline.file(old));
          deleteStacks(baseline.folder().resolve(old + STACKS));
          deleted.add(baseline.file(old));
        }
      }
    }
    return deleted;
  }

  /** The files of all sessions. */
  public List<Path> files() {
    return list().stream()
        .flatMap(baseline -> baseline.sessions().stream().map(baseline::file))
        .toList();
  }

  private static void deleteStacks(Path folder) {
    if (Files.isDirectory(folder)) {
      entries(folder).forEach(BaselineStore::delete);
      delete(folder);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted: " + e.getMessage(), e);
    }
  }

  private static Baseline baseline(Path folder) {
    List<String> sessions =
        entries(folder).stream()
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(JSON) && !name.startsWith("."))
            .map(name -> name.substring(0, name.length() - JSON.length()))
            .toList();
    return new Baseline(
        folder,
        folder.getParent().getFileName().toString(),
        folder.getFileName().toString(),
        sessions,
        anchorOf(folder).filter(sessions::contains));
  }

  private static Optional<String> anchorOf(Path folder) {
    Path file = folder.resolve(ANCHOR);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> folders(Path parent) {
    return entries(parent).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> entries(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(parent + ": cannot be listed: " + e.getMessage(), e);
    }
  }
}
