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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does a merge patch of one member cost, near the root and ten levels down? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class JsonMergeBenchmark {
  private static final int DEPTH = 10;
  private static final Value LEAF = Value.of("merged");

  /** A document of 1 KiB, and one of ten levels. */
  private Documents wide;

  private Documents deep;
  private Value smallPatch;
  private Value deepPatch;
  private long small;
  private long deepest;

  @Setup(Level.Trial)
  public void open() throws IOException {
    wide = Documents.open(1, Documents.kilobyte());
    deep = Documents.open(1, Documents.nested(DEPTH));
    smallPatch = Value.map("section3", Value.map("field2", LEAF));
    deepPatch = Value.map("leaf", LEAF);
    for (int i = 1; i < DEPTH; i++) {
      deepPatch = Value.map("child", deepPatch);
    }
    small = 0;
    deepest = 0;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    wide.finish(small, small == 0 ? 0 : wide.without("section3.field2", LEAF));
    deep.finish(deepest, deepest == 0 ? 0 : deep.without(Documents.leafPath(DEPTH), LEAF));
  }

  @Benchmark
  @BenchId(value = "json_merge/small", tier = Tier.B)
  public long small() {
    small++;
    return wide.json().merge(wide.scope(), wide.id(0), smallPatch);
  }

  @Benchmark
  @BenchId(value = "json_merge/deep", tier = Tier.B)
  public long deep() {
    deepest++;
    return deep.json().merge(deep.scope(), deep.id(0), deepPatch);
  }
}
