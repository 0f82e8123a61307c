package dev.tidemark.bench.support.trial;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.ScratchDirectory;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.openjdk.jmh.infra.IterationParams;

/** Benchmarks of nothing in particular, on which the harness itself is tried. */
@State(Scope.Benchmark)
@Warmup(iterations = 1, time = 10, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 10, timeUnit = TimeUnit.MILLISECONDS)
public class TrialBenchmark {
  /** Names a system property of forks that makes {@link #append} misbehave. */
  public static final String FAULT = "trial.fault";

  @Param({"1000", "10000"})
  public int size;

  private final SplitMix64 stream = Seed.stream("trial");
  private final List<Integer> list = new ArrayList<>();
  private Path directory;

  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = ScratchDirectory.create();
    if (!fault("silent")) {
      ForkReport.current().durability(BenchMode.requested().durability()).provider("trial");
    }
  }

  @Setup(Level.Iteration)
  public void clear() {
    list.clear();
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "trial/steady/size_{size}", tier = Tier.A0, from = Profile.QUICK)
  public int steady() {
    return stream.nextInt(size);
  }

  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(
      value = "trial/both/size_{size:exact}",
      tier = Tier.A1,
      quick = "trial/both/size_1000",
      itemsParam = "size")
  public int both() {
    return stream.nextInt(size);
  }

  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "trial/sampled/size_{size}", tier = Tier.C, standard = "trial/sampled/*_1k")
  public int sampled() {
    return stream.nextInt(size);
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @BenchId(
      value = "trial/append/size_{size}",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 500,
      batchStrict = 20)
  public boolean append(OperationHistogram latency) {
    if (fault("throw")) {
      throw new IllegalStateException("the trial was told to throw");
    }
    if (fault("halt")) {
      Runtime.getRuntime().halt(3);
    }
    latency.start();
    boolean added = list.add(Integer.MAX_VALUE);
    latency.stop();
    return added;
  }

  @TearDown(Level.Iteration)
  public void report(IterationParams iteration) {
    ForkReport report = ForkReport.current();
    report.count(iteration, "appends", list.size());
    if (fault("check")) {
      report.checkEquals("list size", -1, list.size());
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    ScratchDirectory.delete(directory);
  }

  private static boolean fault(String name) {
    return name.equals(System.getProperty(FAULT));
  }
}
