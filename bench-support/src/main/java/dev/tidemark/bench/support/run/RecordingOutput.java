package dev.tidemark.bench.support.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;

/** JMH's text output, from which the warm-up iterations are kept: JMH itself forgets them. */
final class RecordingOutput implements OutputFormat {
  private final OutputFormat text;
  private final List<Double> warmup = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private long iterationStart;

  /** When a measured iteration ran, milliseconds since the epoch. */
  record Span(long startMillis, long endMillis) {}

  RecordingOutput(OutputFormat text) {
    this.text = text;
  }

  List<Double> warmup() {
    return warmup;
  }

  List<Span> spans() {
    return spans;
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    iterationStart = System.currentTimeMillis();
    text.iteration(benchmark, params, iteration);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    if (params.getType() == IterationType.WARMUP) {
      warmup.add(data.getPrimaryResult().getScore() / params.getBatchSize());
    } else {
      spans.add(new Span(iterationStart, System.currentTimeMillis()));
    }
    text.iterationResult(benchmark, params, iteration, data);
  }

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {
    text.startBenchmark(benchmark);
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    text.endBenchmark(result);
  }

  @Override
  public void startRun() {
    text.startRun();
  }

  @Override
  public void endRun(Collection<RunResult> results) {
    text.endRun(results);
  }

  @Override
  public void print(String line) {
    text.print(line);
  }

  @Override
  public void println(String line) {
    text.println(line);
  }

  @Override
  public void flush() {
    text.flush();
  }

  @Override
  public void close() {
    text.close();
  }

  @Override
  public void verbosePrintln(String line) {
    text.verbosePrintln(line);
  }

  @Override
  public void write(int b) {
    text.write(b);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    text.write(bytes);
  }
}
