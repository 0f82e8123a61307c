package dev.tidemark.baseline.report;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.runs.BaselineStore.Baseline;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.EnvironmentDifference;
import dev.tidemark.runs.MachineFingerprint;
import dev.tidemark.runs.RunHead;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import dev.tidemark.runs.TimeOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is stored: runs, baselines and environments. */
public final class StoreReport {

  private static final double CONFIDENCE = 0.99;

  private StoreReport() {}

  /** One run with its results. */
  public static Document run(StoredRun run) {
    RunRecord record = run.record();
    List<Table.Line> lines = new ArrayList<>();
    record.results().forEach((id, result) -> lines.add(plain(row(id, result))));
    List<Table.Line> failures =
        record.failures().stream().map(f -> plain(List.of(f.id(), f.reason()))).toList();
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table("Results", List.of("id", "mean", "99 % interval", "forks", "samples"), lines));
    if (!failures.isEmpty()) {
      tables.add(new Table("Failures", List.of("id", "reason"), failures));
    }
    return new Document(head(run), tables, List.of(record.results().size() + " ids"));
  }

  private static List<String> head(StoredRun run) {
    RunRecord record = run.record();
    List<String> head = new ArrayList<>();
    head.add("RUN      " + run.name() + "  " + record.timestamp() + "  " + commit(record));
    head.add("MACHINE  " + MachineFingerprint.of(record));
    head.add("STATUS   " + (record.complete() ? "complete" : "incomplete"));
    record.run().profile().ifPresent(profile -> head.add("PROFILE  " + profile));
    record.run().mode().ifPresent(mode -> head.add("MODE     " + mode));
    return head;
  }

  private static List<String> row(String id, BenchmarkResult result) {
    return List.of(
        id,
        Figures.amount(result.outcome().point(), result.outcome().unit()),
        interval(result),
        String.valueOf(result.forks().size()),
        result.outcome() instanceof TimeOutcome time ? String.valueOf(time.samples()) : "-");
  }

  private static String interval(BenchmarkResult result) {
    double[] forks = result.forkMeans();
    if (forks.length < 2 || Arrays.stream(forks).anyMatch(v -> v <= 0)) {
      return "-";
    }
    Interval interval = LogSample.of(forks).interval(CONFIDENCE);
    return Figures.interval(interval.low(), interval.high(), result.outcome().unit());
  }

  /** All baselines, and all runs of a store. */
  public static Document list(List<Baseline> baselines, RunStore store) {
    List<Table.Line> saved =
        baselines.stream()
            .map(
                b ->
                    plain(
                        List.of(
                            b.name(),
                            b.machine(),
                            String.valueOf(b.sessions().size()),
                            b.sessions().isEmpty() ? "-" : last(b.sessions()),
                            b.anchor().orElse("-"))))
            .toList();
    List<Table.Line> runs = store.folders().stream().map(StoreReport::line).toList();
    return new Document(
        List.of("RUNS  " + store.root()),
        List.of(
            new Table(
                "Baselines", List.of("name", "machine", "sessions", "newest", "anchor"), saved),
            new Table("Runs", List.of("run", "ids", "status", "commit", "tag", "decision"), runs)),
        List.of(saved.size() + " baselines, " + runs.size() + " runs"));
  }

  private static Table.Line line(Path folder) {
    String name = folder.getFileName().toString();
    try {
      RunHead head = RunRecordJson.readHead(folder.resolve(RunStore.RECORD));
      RunRecord record = head.record();
      return plain(
          List.of(
              name,
              String.valueOf(head.ids().size()),
              record.complete() ? "complete" : "incomplete",
              commit(record),
              record.run().tag().orElse("-"),
              record.run().decision().orElse("-")));
    } catch (RunRecordException e) {
      return new Table.Line(List.of(name, "-", "unreadable", "-", "-", "-"), Style.DOUBTFUL);
    }
  }

  /** In what two environments differ. */
  public static Document environments(
      StoredRun base, StoredRun current, List<EnvironmentDifference> differences) {
    List<Table.Line> lines =
        differences.stream()
            .map(
                d ->
                    new Table.Line(
                        List.of(
                            d.weight().name().toLowerCase(Locale.ROOT),
                            d.field(),
                            d.base(),
                            d.current()),
                        style(d.weight())))
            .toList();
    return new Document(
        List.of("BASE     " + base.name(), "CURRENT  " + current.name()),
        List.of(new Table("Environments", List.of("comparing", "field", "BASE", "CURRENT"), lines)),
        List.of(lines.size() + " fields differ"));
  }

  private static Style style(EnvironmentDifference.Weight weight) {
    return switch (weight) {
      case FORBIDS -> Style.BAD;
      case WARNS -> Style.DOUBTFUL;
      case DIFFERS -> Style.PLAIN;
    };
  }

  private static Table.Line plain(List<String> cells) {
    return new Table.Line(cells, Style.PLAIN);
  }

  private static String commit(RunRecord record) {
    return record.gitCommit() + (record.gitDirty() ? " (dirty)" : "");
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }
}
