package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Profile;
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

/** How does an exact search for the nearest ten scale, one factor varied at a time? */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ScaleBenchmark {
  private static final int SIZE = 10_000;
  private static final int DIMENSION = 128;
  private static final int K = 10;

  /** A filled collection. */
  @State(Scope.Thread)
  public abstract static class Filled {
    private Searched searched;

    int size() {
      return SIZE;
    }

    int dimension() {
      return DIMENSION;
    }

    Metric metric() {
      return Metric.COSINE;
    }

    @Setup(Level.Trial)
    public void open() throws IOException {
      searched = Searched.of(size(), dimension(), metric(), K);
    }

    List<VectorMatch> search() {
      return searched.search();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      searched.finish();
    }
  }

  /** Vectors of several lengths. */
  public static class ByDimension extends Filled {
    @Param({"3", "128", "384", "768", "1536"})
    int dimension;

    @Override
    int dimension() {
      return dimension;
    }
  }

  /** Collections of several sizes. */
  public static class BySize extends Filled {
    @Param({"1000", "10000", "100000"})
    int size;

    @Override
    int size() {
      return size;
    }
  }

  /** Every metric. */
  public static class ByMetric extends Filled {
    @Param({"COSINE", "EUCLIDEAN", "DOTPRODUCT"})
    Metric metric;

    @Override
    Metric metric() {
      return metric;
    }
  }

  @Benchmark
  @BenchId(
      value = "vector_scale/dimension_{dimension}d",
      tier = Tier.C,
      from = Profile.STANDARD,
      setUpMillis = 900)
  public List<VectorMatch> dimension(ByDimension filled) {
    return filled.search();
  }

  @Benchmark
  @BenchId(
      value = "vector_scale/collection_{size}",
      tier = Tier.C,
      from = Profile.STANDARD,
      setUpMillis = 900)
  public List<VectorMatch> collection(BySize filled) {
    return filled.search();
  }

  @Benchmark
  @BenchId(
      value = "vector_scale/distance_{metric}",
      tier = Tier.C,
      from = Profile.STANDARD,
      setUpMillis = 700)
  public List<VectorMatch> distance(ByMetric filled) {
    return filled.search();
  }
}
