package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
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

/** What does an exact search cost by the number of results and the size of the collection? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SearchBenchmark {
  private static final int DIMENSION = 128;

  @Param({"1", "10", "100"})
  int k;

  @Param({"1000", "10000", "100000"})
  int size;

  private Searched searched;

  @Setup
  public void open() throws IOException {
    searched = Searched.of(size, DIMENSION, Metric.COSINE, k);
  }

  @Benchmark
  @BenchId(
      value = "vector_search/k_{k}/size_{size}",
      tier = Tier.C,
      quick = {"vector_search/k_10/size_10k", "vector_search/k_10/size_100k"},
      standard = {"vector_search/k_10/size_1k", "vector_search/k_{1,100}/size_10k"},
      setUpMillis = 900)
  public List<VectorMatch> search() {
    return searched.search();
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    searched.finish();
  }
}
