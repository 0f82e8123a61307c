package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.redis.RedisComparison;
import dev.tidemark.runs.RunIndex;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the record of a run and all that is made from it. */
final class RunReports {
  private final RunFolder folder;
  private final RunStore store;
  private final PartialLog partial;

  RunReports(RunFolder folder, RunStore store) {
    this.folder = folder;
    this.store = store;
    this.partial = folder.partial();
  }

  /** Writes what a run leaves that ends before its first fork is through: a row of the index. */
  void writeBegun(RunRecord record) {
    RunRecordJson.write(folder.file(RunStore.RECORD), record);
    folder.write("SUMMARY.md", SummaryReport.of(folder.name(), record));
    RunIndex.write(store);
  }

  void write(RunRecord record) throws IOException {
    RunRecordJson.write(folder.file(RunStore.RECORD), record);
    folder.write("SUMMARY.md", SummaryReport.of(folder.name(), record));
    folder.write("tiers.md", TierReport.of(record));
    folder.write("environment.md", EnvironmentReport.of(record));
    folder.write("environment.json", record.environment().toPrettyString() + "\n");
    writeRedis(record);
    writePlansNames(record);
    writeLatencies();
    RunIndex.write(store);
  }

  private void writeRedis(RunRecord record) throws IOException {
    Optional<String> text = RedisReport.of(record, folder.file(RedisComparison.MEASURED));
    text.ifPresent(comparison -> folder.write("redis_comparison.md", comparison));
    text.ifPresent(comparison -> folder.write("redis_comparison.txt", comparison));
  }

  /** The files beside the run folders that the plan names. */
  private void writePlansNames(RunRecord record) {
    RunRecordJson.writeAtomically(beside("environment", "json"), RunRecordJson.toBytes(record));
    RunFolder.write(beside("environment", "md"), EnvironmentReport.of(record));
    RunFolder.write(beside("benchmark_report", "md"), TierReport.of(record));
    FacadeTaxReport.of(record)
        .ifPresent(report -> RunFolder.write(beside("facade_tax", "md"), report));
  }

  private Path beside(String name, String extension) {
    return store.root().resolve(name + "_" + stamp() + "." + extension);
  }

  /**
   * The name of the folder from its time on: joined jars rewrite the same files, and two runs begun
   * in the same second do not.
   */
  private String stamp() {
    return folder.name().startsWith("run_") ? folder.name().substring(4) : folder.name();
  }

  private void writeLatencies() throws IOException {
    Map<String, List<ForkRecord>> timed = new TreeMap<>();
    for (ForkRecord fork : partial.read()) {
      if (!fork.histograms().isEmpty()) {
        timed.computeIfAbsent(fork.id(), id -> new ArrayList<>()).add(fork);
      }
    }
    for (Map.Entry<String, List<ForkRecord>> entry : timed.entrySet()) {
      entry.getValue().sort(Comparator.comparingInt(ForkRecord::round));
      folder.writeLatencies(entry.getKey(), entry.getValue());
    }
  }
}
