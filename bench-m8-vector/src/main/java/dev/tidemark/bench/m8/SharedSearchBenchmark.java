package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.SearchOptions;
import dev.tidemark.vector.VectorMatch;
import java.io.IOException;
import java.util.List;
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

/** What does an exact search gain from several threads that share its work? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SharedSearchBenchmark {
  private static final int DIMENSION = 128;
  private static final int K = 10;

  @Param({"10000", "100000"})
  int size;

  @Param({"2", "4"})
  int threads;

  private Searched searched;
  private SearchOptions options;

  @Setup
  public void open() throws IOException {
    searched = Searched.of(size, DIMENSION, Metric.COSINE, K);
    options = SearchOptions.defaults().withThreads(threads);
  }

  @Benchmark
  @BenchId(
      value = "vector_search/k_10/size_{size}/threads_{threads}",
      tier = Tier.C,
      setUpMillis = 900)
  public List<VectorMatch> search() {
    return searched.search(options);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    searched.finish(options);
  }
}
