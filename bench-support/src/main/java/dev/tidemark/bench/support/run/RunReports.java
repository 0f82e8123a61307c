package dev.tidemark.bench.support.run;

import dev.tidemark.runs.RunIndex;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  void write(RunRecord record) throws IOException {
    byte[] results = RunRecordJson.toBytes(record);
    String report = TierReport.of(record);
    RunRecordJson.write(folder.file(RunStore.RECORD), record);
    folder.write("SUMMARY.md", SummaryReport.of(folder.name(), record));
    folder.write("environment.md", EnvironmentReport.of(record));
    folder.write("environment.json", record.environment().toPrettyString() + "\n");
    String stamp = stamp();
    Files.write(store.root().resolve("environment_" + stamp + ".json"), results);
    Files.writeString(
        store.root().resolve("environment_" + stamp + ".md"), EnvironmentReport.of(record));
    Files.writeString(store.root().resolve("benchmark_report_" + stamp + ".md"), report);
    writeLatencies();
    RunIndex.write(store);
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
