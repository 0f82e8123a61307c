package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.distance.DistanceKernel;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import java.util.Arrays;
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

/** What does one score cost, by kernel, metric and length, in vectors that stay in the cache? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class DistanceBenchmark {
  private static final int ROWS = 16;

  @Param({"scalar", "simd"})
  String kernel;

  @Param({"COSINE", "EUCLIDEAN", "DOTPRODUCT"})
  Metric metric;

  @Param({"3", "127", "128", "768", "1536"})
  int dimension;

  private float[][] values;
  private float[] query;
  private MeasuredVector[] rows;
  private Scorer scorer;
  private int next;

  @Setup
  public void prepare() {
    Kernels.settled().join();
    values = Embeddings.rows(ROWS, dimension);
    query = Embeddings.queries(dimension)[0];
    rows =
        Arrays.stream(values)
            .map(row -> MeasuredVector.of(row, dimension))
            .toArray(MeasuredVector[]::new);
    DistanceKernel chosen = kernel.equals("simd") ? simd() : Kernels.scalar();
    scorer = new Scorer(metric.similarity(), chosen, MeasuredVector.of(query, dimension));
    ForkReport.current().noDatabase().provider(chosen.name());
  }

  private static DistanceKernel simd() {
    return Kernels.simd()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no SIMD kernel; start java with --add-modules"
                        + " jdk.incubator.vector"));
  }

  @Benchmark
  @BenchId(
      value = "distance/{kernel}/{metric}/dim_{dimension}",
      tier = Tier.A0,
      standard = "distance/simd/cosine/dim_128")
  public float score() {
    return scorer.score(rows[next++ & (ROWS - 1)]);
  }

  @TearDown(Level.Trial)
  public void check() {
    for (int i = 0; i < ROWS; i++) {
      double expected = metric.score(query, values[i]);
      float actual = scorer.score(rows[i]);
      ForkReport.current()
          .check("score", Metric.near(expected, actual), expected + ", not " + actual);
    }
  }
}
