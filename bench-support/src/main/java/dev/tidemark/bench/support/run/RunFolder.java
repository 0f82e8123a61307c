package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.Histograms;
import dev.tidemark.runs.RunRecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** The files of one run. */
public final class RunFolder {
  static final String OUTPUT = "bench_output.txt";

  private final Path path;

  RunFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  String name() {
    return path.getFileName().toString();
  }

  Path file(String name) {
    return path.resolve(name);
  }

  boolean exists() {
    return Files.exists(file(RunMetadata.FILE));
  }

  PartialLog partial() {
    return new PartialLog(file("partial.jsonl"));
  }

  void create() throws IOException {
    Files.createDirectories(path);
  }

  PrintStream appendOutput() throws IOException {
    return new PrintStream(
        Files.newOutputStream(file(OUTPUT), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true,
        StandardCharsets.UTF_8);
  }

  /** Writes a file whole or not at all. */
  void write(String name, String text) {
    write(file(name), text);
  }

  /** Adds to what another jar of the run has written. */
  void append(String name, String text) throws IOException {
    String before = Files.exists(file(name)) ? Files.readString(file(name)) : "";
    write(name, before + text);
  }

  static void write(Path file, String text) {
    RunRecordJson.writeAtomically(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A name for JMH's own result of a round that no file has yet: a resumed round gets a second
   * file.
   */
  Path jmhFile(String module, int round) {
    String base = String.format(Locale.ROOT, "jmh-%s-r%02d", module, round);
    Path file = file(base + ".json");
    for (int part = 2; Files.exists(file); part++) {
      file = file(base + "-" + part + ".json");
    }
    return file;
  }

  static void writeJmh(Path file, Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    RunRecordJson.writeAtomically(file, bytes.toByteArray());
  }

  /** Histogram log of an id: a line per fork and iteration, the fork's round as its tag. */
  void writeLatencies(String id, List<ForkRecord> forks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      HistogramLogWriter log = new HistogramLogWriter(out);
      log.outputLogFormatVersion();
      log.outputLegend();
      for (ForkRecord fork : forks) {
        for (IterationHistogram iteration : fork.histograms()) {
          Histogram histogram = Histograms.decode(iteration.encoded());
          histogram.setTag("f" + fork.round());
          histogram.setStartTimeStamp(iteration.startMillis());
          histogram.setEndTimeStamp(iteration.endMillis());
          log.outputIntervalHistogram(histogram);
        }
      }
    }
    RunRecordJson.writeAtomically(
        file("latency").resolve(id.replace("/", "__") + ".hlog"), bytes.toByteArray());
  }
}
