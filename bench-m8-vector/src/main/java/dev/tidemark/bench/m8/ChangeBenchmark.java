package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
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
import org.openjdk.jmh.infra.IterationParams;

/** What does changing a collection cost that is full when an iteration begins? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class ChangeBenchmark {
  private static final int SIZE = 10_000;
  private static final int DIMENSION = 128;

  /** Keys in an order drawn from the seed, each used once. */
  @State(Scope.Thread)
  public abstract static class Full {
    Embeddings embeddings;
    private float[][] vectors;
    private int[] order;
    private int next;

    @Setup(Level.Trial)
    public void prepare() {
      vectors = Embeddings.rows(SIZE, DIMENSION);
      order =
          Arrays.stream(Keys.shuffled(Seed.stream("change"), "", SIZE))
              .mapToInt(Integer::parseInt)
              .toArray();
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      embeddings = Embeddings.filled(vectors, Metric.COSINE);
      next = 0;
    }

    String nextKey() {
      return embeddings.key(order[next++]);
    }

    int[] changed(IterationParams iteration) {
      return Arrays.copyOf(order, iteration.getBatchSize());
    }
  }

  /** Vectors that are deleted. */
  public static class Shrinking extends Full {
    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      boolean gone =
          Arrays.stream(changed(iteration))
              .mapToObj(embeddings::key)
              .allMatch(
                  key ->
                      embeddings
                          .store()
                          .get(embeddings.scope(), Embeddings.COLLECTION, key)
                          .isEmpty());
      ForkReport.current()
          .check("vectors deleted", gone, "one is still there")
          .checkEquals(
              "vectors left",
              SIZE - iteration.getBatchSize(),
              embeddings.store().count(embeddings.scope(), Embeddings.COLLECTION));
      embeddings.reportLog(iteration);
      embeddings.close();
    }
  }

  /** Vectors that get other metadata. */
  public static class Tagged extends Full {
    private static final Value.MapValue TAG = Value.map("source", "notebook", "page", 12);

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      boolean tagged =
          Arrays.stream(changed(iteration))
              .mapToObj(embeddings::key)
              .map(key -> embeddings.store().get(embeddings.scope(), Embeddings.COLLECTION, key))
              .allMatch(entry -> entry.orElseThrow().metadata().equals(TAG));
      ForkReport.current().check("metadata", tagged, "one is not " + TAG);
      embeddings.finish(iteration, SIZE);
    }
  }

  /** One vector that exists. */
  @Benchmark
  @BenchId(
      value = "vector_delete",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 10_000,
      batchStrict = 500)
  public boolean delete(Shrinking shrinking) {
    return shrinking
        .embeddings
        .store()
        .delete(shrinking.embeddings.scope(), Embeddings.COLLECTION, shrinking.nextKey());
  }

  /** The metadata of one vector, the vector staying as it is. */
  @Benchmark
  @BenchId(
      value = "vector_update_metadata",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 10_000,
      batchStrict = 500)
  public long updateMetadata(Tagged tagged) {
    return tagged
        .embeddings
        .store()
        .updateMetadata(
            tagged.embeddings.scope(), Embeddings.COLLECTION, tagged.nextKey(), Tagged.TAG);
  }
}
