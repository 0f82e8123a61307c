package dev.tidemark.bench.m5;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Does reading a document's version depend on how often it was changed? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class JsonVersionBenchmark {
  private static final String PATH = Documents.PATHS[17];

  @Param({"1", "100", "10000"})
  int updates;

  private Documents documents;
  private long newest;

  @Setup(Level.Trial)
  public void open() throws IOException {
    documents = Documents.open(1, Documents.kilobyte());
    for (int i = 1; i <= updates; i++) {
      newest = documents.json().set(documents.scope(), documents.id(0), PATH, i);
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    long wrong = version() == newest ? 0 : 1;
    documents.finish(updates, wrong + documents.without(PATH, Value.of(updates)));
  }

  @Benchmark
  @BenchId(value = "json_version/after_updates_{updates}", tier = Tier.B)
  public long version() {
    return documents.json().get(documents.scope(), documents.id(0)).orElseThrow().version();
  }
}
