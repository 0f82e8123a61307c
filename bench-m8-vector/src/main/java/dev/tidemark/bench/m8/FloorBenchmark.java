package dev.tidemark.bench.m8;

import dev.tidemark.bench.m8.simd.BareScan;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
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

/**
 * How long does nothing but reading the floats and multiplying them take? The same rows and queries
 * as in the searches of this size, without database, heap of results, norms or keys.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class FloorBenchmark {
  private static final int DIMENSION = 128;

  @Param({"10000", "100000"})
  int size;

  private float[][] rows;
  private float[][] queries;
  private int next;

  @Setup
  public void prepare() {
    rows = Embeddings.rows(size, DIMENSION);
    queries = Embeddings.queries(DIMENSION);
    ForkReport.current().noDatabase().provider("bare simd");
  }

  /** Index of the row with the largest dot product. */
  @Benchmark
  @BenchId(
      value = "vector_floor/bare_scan/size_{size}",
      tier = Tier.A0,
      from = Profile.QUICK,
      setUpMillis = 300)
  public int bareScan() {
    return BareScan.best(rows, queries[next++ & (Embeddings.QUERIES - 1)]);
  }

  @TearDown(Level.Trial)
  public void check() {
    for (int i = 0; i < 4; i++) {
      float[] query = queries[i];
      double found = Metric.DOTPRODUCT.score(query, rows[BareScan.best(rows, query)]);
      double largest =
          Arrays.stream(rows)
              .mapToDouble(row -> Metric.DOTPRODUCT.score(query, row))
              .max()
              .orElseThrow();
      ForkReport.current()
          .check("nearest row", Metric.near(largest, found), largest + ", not " + found);
    }
  }
}
