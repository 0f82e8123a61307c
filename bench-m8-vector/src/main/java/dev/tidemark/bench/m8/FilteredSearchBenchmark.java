package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.MetadataFilter;
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

/** What does a filter cost or save an exact search, by the share of vectors it takes? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class FilteredSearchBenchmark {
  private static final int SIZE = 10_000;
  private static final int DIMENSION = 128;
  private static final int K = 10;

  @Param({"1", "10", "50"})
  int selectivity;

  private Searched searched;
  private MetadataFilter filter;

  @Setup
  public void open() throws IOException {
    searched = Searched.withRemainders(SIZE, DIMENSION, Metric.COSINE, K, modulus());
    filter = MetadataFilter.eq("remainder", 0);
  }

  /** One row in so many is taken; the rows are independent of their index. */
  private int modulus() {
    return 100 / selectivity;
  }

  @Benchmark
  @BenchId(
      value = "vector_search/with_filter/selectivity_{selectivity}pct",
      tier = Tier.C,
      quick = "vector_search/with_filter/selectivity_10pct",
      standard = "vector_search/with_filter/selectivity_1pct",
      setUpMillis = 700)
  public List<VectorMatch> search() {
    return searched.search(filter);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    int modulus = modulus();
    searched.finish(filter, row -> row % modulus == 0);
  }
}
