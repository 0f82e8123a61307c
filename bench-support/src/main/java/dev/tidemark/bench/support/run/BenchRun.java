package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.bench.support.build.Checkout;
import dev.tidemark.bench.support.build.Commit;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.environment.Environment;
import dev.tidemark.bench.support.environment.MachineDoubts;
import dev.tidemark.bench.support.redis.RedisComparison;
import dev.tidemark.bench.support.run.Rounds.Slot;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Measures what a request asks for and leaves a run folder behind. */
public final class BenchRun {
  private final RunRequest request;
  private final Interruption interruption;
  private final PrintStream messages;
  private final RunFolder folder;
  private int lastRuled;

  /** Uses {@code messages} for progress and warnings. */
  public BenchRun(RunRequest request, Interruption interruption, PrintStream messages) {
    this.request = request;
    this.interruption = interruption;
    this.messages = messages;
    this.folder = new RunFolder(request.folder());
  }

  /** Expected length of one round. */
  public static Duration round(List<CatalogEntry> entries, boolean rulers) {
    return Catalog.length(entries, 1).plus(rulers ? RulerForks.LENGTH : Duration.ZERO);
  }

  /**
   * Starts a run, or joins or resumes the one in the folder.
   *
   * @return the record as written
   * @throws StoreLock.HeldException if another run is measuring into the store
   * @throws IllegalArgumentException if the folder holds a run that this one cannot join
   */
  public RunRecord run() throws IOException {
    return StoreLock.holding(request.store().root(), this::runLocked);
  }

  private RunRecord runLocked() throws IOException {
    RunMetadata joined = folder.exists() ? RunMetadata.read(folder.path()) : started();
    requireJoinable(joined);
    folder.create();
    joined.with(request.plan(), false).write(folder.path());
    return measured(joined);
  }

  private RunRecord measured(RunMetadata joined) throws IOException {
    ObjectNode environment = new ObjectMapper().valueToTree(environment());
    environment = existing().map(RunRecord::environment).orElse(environment);
    RunReports reports = new RunReports(folder, request.store());
    reports.writeBegun(assembly(joined.with(request.plan(), false)).begun(environment, existing()));
    boolean complete = measure();
    RunMetadata metadata = joined.with(request.plan(), complete);
    metadata.write(folder.path());
    environment.withObject("/load").putPOJO("after", Environment.load());
    RunRecord record = assembly(metadata).record(environment, existing(), complete);
    reports.write(record);
    if (complete) {
      afterRounds(); // Whatever becomes of this, the run is on record.
      reports.write(record);
    }
    return record;
  }

  private RunAssembly assembly(RunMetadata metadata) throws IOException {
    return new RunAssembly(metadata, request, folder.partial().read());
  }

  private RunMetadata started() {
    Commit commit = request.commit();
    Commit checkout = Checkout.read(Path.of("").toAbsolutePath());
    return new RunMetadata(
        folder.name(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit.id(),
        commit.branch(),
        commit.dirty(),
        warned(differing(commit, checkout)),
        request.plan().durability(),
        request.labels(),
        List.of());
  }

  private static String differing(Commit built, Commit checkout) {
    if (!checkout.isKnown() || checkout.id().equals(built.id())) {
      return null;
    }
    return "this jar was built from "
        + built.shortId()
        + ", the checkout is at "
        + checkout.shortId();
  }

  private String warned(String warning) {
    if (warning != null) {
      messages.println("WARNING: " + warning);
    }
    return warning;
  }

  private void requireJoinable(RunMetadata run) {
    Optional<RunPlan> resumed = request.resuming() ? Optional.of(request.plan()) : Optional.empty();
    Set<String> twice = new TreeSet<>(run.idsBeside(resumed));
    twice.retainAll(request.plan().ids());
    if (!twice.isEmpty()) {
      throw refused("it has measured already: " + String.join(", ", twice));
    }
    if (run.mode() != request.plan().durability()) {
      throw refused(
          "its mode is " + run.mode().label() + ", not " + request.plan().durability().label());
    }
    if (!run.commit().equals(request.commit().id())) {
      throw refused(
          "it measures commit " + run.commit() + ", this jar is " + request.commit().id());
    }
  }

  private IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("run " + folder.name() + " cannot be joined: " + reason);
  }

  private Map<String, Object> environment() {
    Map<String, Object> captured =
        Environment.capture(
            request.commit(), request.data(), JvmArguments.recorded(request.plan().overrides()));
    List<String> doubts = MachineDoubts.of(captured);
    captured.put("doubts", doubts);
    if (request.warnAboutMachine()) {
      doubts.forEach(doubt -> messages.println("WARNING: " + doubt));
    }
    return captured;
  }

  private Optional<RunRecord> existing() {
    Path results = folder.file(RunStore.RECORD);
    return Files.exists(results) ? Optional.of(RunRecordJson.read(results)) : Optional.empty();
  }

  /** Whether every fork of the plan is on record now. A fork that Ctrl-C killed is not. */
  private boolean measure() throws IOException {
    PartialLog partial = folder.partial();
    Rounds rounds = new Rounds(request.plan(), request.entries(), interruption);
    List<Slot> all = rounds.remaining(partial.read());
    List<Slot> slots = Rounds.first(all, request.pauseAfter());
    boolean looking =
        request.plan().looks().isPresent() && request.pauseAfter() == RunRequest.NEVER_PAUSE;
    try (PrintStream output = folder.appendOutput();
        JmhResults jmh = new JmhResults(folder, request.plan().module())) {
      JmhFork fork = new JmhFork(request.plan(), request.data(), output, jmh::add);
      measure(rounds, slots, fork, jmh);
      List<Slot> more = rounds.remaining(partial.read());
      while (looking && !more.isEmpty() && !interruption.requested()) {
        messages.println(more.size() + " forks more, until --until-mde is reached");
        measure(rounds, more, fork, jmh);
        more = rounds.remaining(partial.read());
      }
      return more.isEmpty();
    }
  }

  private void measure(Rounds rounds, List<Slot> slots, JmhFork fork, JmhResults jmh)
      throws IOException {
    PartialLog partial = folder.partial();
    Progress progress =
        new Progress(
            messages,
            Terminal.isStandardError(),
            slots.size(),
            Rounds.length(slots),
            System::nanoTime);
    rounds.run(
        slots,
        slot -> {
          measureRulers(slot.round(), partial);
          jmh.round(slot.round());
          progress.started(slot.entry(), slot.round());
          ForkRecord record = fork.run(slot.entry(), slot.mode(), slot.round(), slot.order());
          if (record.succeeded() || !interruption.requested()) {
            partial.append(record);
            progress.finished(slot.entry(), record);
          }
        });
  }

  /** Before the first fork of its round. A run without them is one that nobody can vouch for. */
  private void measureRulers(int round, PartialLog partial) throws IOException {
    RulerForks rulers = new RulerForks(request.plan());
    if (round > lastRuled && rulers.missing(round, partial.read())) {
      for (ForkRecord ruler : rulers.measure(round, interruption)) {
        partial.append(ruler);
      }
    }
    lastRuled = Math.max(lastRuled, round);
  }

  /** What is no part of the results: profiles, and another server beside this engine. */
  private void afterRounds() throws IOException {
    try (PrintStream output = folder.appendOutput()) {
      new ProfiledForks(request, folder, interruption, messages, output).run();
    }
    RedisComparison.measure(request.plan().ids(), request.data())
        .ifPresent(measured -> folder.write(RedisComparison.MEASURED, measured));
  }
}
