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

/** What does setting a member cost, by the size of what it is set to? */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class JsonValueSizeBenchmark {
  private static final String PATH = Documents.PATHS[17];

  @Param({"64", "256", "1024", "4096", "65536"})
  int size;

  private Documents documents;
  private Value value;
  private long sets;

  @Setup(Level.Trial)
  public void open() throws IOException {
    documents = Documents.open(1, Documents.kilobyte());
    value = Value.of("x".repeat(size));
    sets = 0;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    documents.finish(sets, documents.without(PATH, value));
  }

  @Benchmark
  @BenchId(value = "json_set/value_{size}b", tier = Tier.B)
  public long set() {
    sets++;
    return documents.json().set(documents.scope(), documents.id(0), PATH, value);
  }
}
