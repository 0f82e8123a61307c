package dev.tidemark.bench.support.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.RunResult;

/** Collects JMH's own results of a round and writes them as JMH would. */
final class JmhResults implements AutoCloseable {
  private final RunFolder folder;
  private final String module;
  private final List<RunResult> results = new ArrayList<>();
  private int round;

  JmhResults(RunFolder folder, String module) {
    this.folder = folder;
    this.module = module;
  }

  /** Says which round the next results belong to; the results of an earlier one are written. */
  void round(int next) throws IOException {
    if (next != round) {
      close();
      round = next;
    }
  }

  void add(RunResult result) {
    results.add(result);
  }

  @Override
  public void close() throws IOException {
    if (!results.isEmpty()) {
      Path file = folder.jmhFile(module, round);
      RunFolder.writeJmh(file, results);
      results.clear();
    }
  }
}
