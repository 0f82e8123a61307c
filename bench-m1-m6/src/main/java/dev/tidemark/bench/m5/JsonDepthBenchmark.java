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

/** What does a level more cost, to read and to change what is at the bottom? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class JsonDepthBenchmark {
  @Param({"1", "5", "10", "20"})
  int depth;

  private Documents documents;
  private String path;
  private long sets;

  @Setup(Level.Trial)
  public void open() throws IOException {
    documents = Documents.open(1, Documents.nested(depth));
    path = Documents.leafPath(depth);
    sets = 0;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    Value expected = sets == 0 ? Value.of("at the bottom") : Value.of(sets);
    documents.finish(sets, documents.without(path, expected));
  }

  @Benchmark
  @BenchId(value = "json_get/depth_{depth}", tier = Tier.B)
  public Value get() {
    return documents.json().get(documents.scope(), documents.id(0), path).orElseThrow().value();
  }

  /** The document stays as large as it is. */
  @Benchmark
  @BenchId(value = "json_set/depth_{depth}", tier = Tier.B)
  public long set() {
    return documents.json().set(documents.scope(), documents.id(0), path, ++sets);
  }
}
