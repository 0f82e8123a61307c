package dev.tidemark.bench.m5;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
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

  /** In turns, for a merge of what is there writes nothing. */
  private static final Value[] LEAVES = {Value.of("merged"), Value.of("again")};

  /** A document of 1 KiB, and one of ten levels. */
  private Documents wide;

  private Documents deep;
  private final Value[] smallPatches = new Value[LEAVES.length];
  private final Value[] deepPatches = new Value[LEAVES.length];
  private long small;
  private long deepest;

  @Setup(Level.Trial)
  public void open() throws IOException {
    wide = Documents.open(1, Documents.kilobyte());
    deep = Documents.open(1, Documents.nested(DEPTH));
    Arrays.setAll(smallPatches, i -> Value.map("section3", Value.map("field2", LEAVES[i])));
    Arrays.setAll(deepPatches, i -> nested(LEAVES[i]));
    small = 0;
    deepest = 0;
  }

  private static Value nested(Value leaf) {
    Value patch = Value.map("leaf", leaf);
    for (int i = 1; i < DEPTH; i++) {
      patch = Value.map("child", patch);
    }
    return patch;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    wide.finish(small, wrong(wide, "section3.field2", small));
    deep.finish(deepest, wrong(deep, Documents.leafPath(DEPTH), deepest));
  }

  private static long wrong(Documents documents, String path, long merges) {
    return merges == 0 ? 0 : documents.without(path, LEAVES[turn(merges - 1)]);
  }

  private static int turn(long merge) {
    return (int) (merge % LEAVES.length);
  }

  @Benchmark
  @BenchId(value = "json_merge/small", tier = Tier.B)
  public long small() {
    return wide.json().merge(wide.scope(), wide.id(0), smallPatches[turn(small++)]);
  }

  @Benchmark
  @BenchId(value = "json_merge/deep", tier = Tier.B)
  public long deep() {
    return deep.json().merge(deep.scope(), deep.id(0), deepPatches[turn(deepest++)]);
  }
}
