package dev.tidemark.bench.m1;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.FilledRun;
import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.kv.KVStore;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does a read of one key of 100,000 cost at the engine's surface? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class EngineGetBenchmark {
  private static final int COUNT = 100_000;
  private static final int WORKING_SET = 100;

  private Entries entries;
  private String[] absent;
  private FilledRun run;
  private UniformDraws draws;
  private UniformDraws few;

  @Setup
  public void open() throws IOException {
    entries = Entries.of(COUNT);
    absent = Keys.shuffled(Seed.stream("absent keys"), "non", COUNT);
    run = FilledRun.open(entries);
    draws = new UniformDraws("engine get", COUNT);
    few = new UniformDraws("engine get of few", WORKING_SET);
  }

  /** The same key again and again. */
  @Benchmark
  @BenchId(value = "engine_get/hot_key", tier = Tier.A1, from = Profile.STANDARD)
  public Value hotKey() {
    return run.scope().get(KVStore.SPACE, entries.key(0));
  }

  /** A key drawn anew each time. */
  @Benchmark
  @BenchId(value = "engine_get/uniform", tier = Tier.A1, from = Profile.STANDARD)
  public Value uniform() {
    return run.scope().get(KVStore.SPACE, entries.key(draws.next()));
  }

  /** A key drawn anew each time, of a hundred. */
  @Benchmark
  @BenchId(value = "engine_get/working_set_100", tier = Tier.A1)
  public Value workingSet100() {
    return run.scope().get(KVStore.SPACE, entries.key(few.next()));
  }

  /** A key that does not exist, as long as those that do. */
  @Benchmark
  @BenchId(value = "engine_get/miss", tier = Tier.A1, from = Profile.STANDARD)
  public Value miss() {
    return run.scope().get(KVStore.SPACE, absent[draws.next()]);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    long found =
        Arrays.stream(absent)
            .map(key -> run.scope().get(KVStore.SPACE, key))
            .filter(Objects::nonNull)
            .count();
    ForkReport.current()
        .checkEquals("hot key", entries.original(0), hotKey())
        .checkEquals("absent keys found", 0L, found);
    run.finishUnchanged();
  }
}
