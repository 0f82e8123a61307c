package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.VectorItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/** What does storing a vector cost, alone and many in one call, in a collection that grows? */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class InsertBenchmark {
  private static final int ROWS = 10_000;

  /** A collection that is empty when an iteration begins, and the vectors to come. */
  @State(Scope.Thread)
  public abstract static class Growing {
    Embeddings embeddings;
    private float[][] vectors;
    private String[] keys;
    private int next;

    abstract int dimension();

    abstract int batch();

    @Setup(Level.Trial)
    public void prepare(BenchmarkParams benchmark) {
      keys = Embeddings.keys(benchmark.getMeasurement().getBatchSize() * batch());
      vectors = Embeddings.rows(Math.min(ROWS, keys.length), dimension());
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      embeddings = Embeddings.empty(keys, vectors, Metric.COSINE);
      next = 0;
    }

    long insertOne() {
      int index = next++;
      return embeddings
          .store()
          .insert(
              embeddings.scope(),
              Embeddings.COLLECTION,
              embeddings.key(index),
              embeddings.vector(index));
    }

    long insertBatch(OperationHistogram latency) {
      latency.start();
      int from = next;
      next += batch();
      List<VectorItem> items = new ArrayList<>(batch());
      for (int i = from; i < next; i++) {
        items.add(new VectorItem(embeddings.key(i), embeddings.vector(i)));
      }
      long version = embeddings.store().insertAll(embeddings.scope(), Embeddings.COLLECTION, items);
      latency.stop();
      return version;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      embeddings.finish(iteration, iteration.getBatchSize() * batch());
    }
  }

  /** One vector a call. */
  public static class One extends Growing {
    @Param({"3", "128", "768", "1536"})
    int dimension;

    @Override
    int dimension() {
      return dimension;
    }

    @Override
    int batch() {
      return 1;
    }
  }

  /** Several vectors a call. */
  public abstract static class Several extends Growing {
    @Param({"128", "768", "1536"})
    int dimension;

    @Override
    int dimension() {
      return dimension;
    }
  }

  /** Ten vectors a call. */
  public static class Ten extends Several {
    @Param("10")
    int batch;

    @Override
    int batch() {
      return batch;
    }
  }

  /** A hundred vectors a call. */
  public static class Hundred extends Several {
    @Param("100")
    int batch;

    @Override
    int batch() {
      return batch;
    }
  }

  /** A thousand vectors a call. */
  public static class Thousand extends Several {
    @Param("1000")
    int batch;

    @Override
    int batch() {
      return batch;
    }
  }

  /** One vector, committed. */
  @Benchmark
  @BenchId(
      value = "vector_insert/single/dim_{dimension}",
      tier = Tier.B,
      quick = "vector_insert/single/dim_128",
      standard = "vector_insert/single/dim_{768,1536}",
      batch = 10_000,
      batchStrict = 500)
  public long single(One one) {
    return one.insertOne();
  }

  /** One call of ten vectors, made into items and committed together. */
  @Benchmark
  @BenchId(
      value = "vector_insert/batch_{batch:exact}/dim_{dimension}",
      tier = Tier.B,
      standard = "vector_insert/batch_10/dim_128",
      batch = 1_000,
      batchStrict = 100,
      itemsParam = "batch")
  public long batch10(Ten ten, OperationHistogram latency) {
    return ten.insertBatch(latency);
  }

  /** One call of a hundred vectors, made into items and committed together. */
  @Benchmark
  @BenchId(
      value = "vector_insert/batch_{batch:exact}/dim_{dimension}",
      tier = Tier.B,
      quick = "vector_insert/batch_100/dim_128",
      standard = "vector_insert/batch_100/dim_768",
      batch = 200,
      batchStrict = 50,
      itemsParam = "batch")
  public long batch100(Hundred hundred, OperationHistogram latency) {
    return hundred.insertBatch(latency);
  }

  /** One call of a thousand vectors, made into items and committed together. */
  @Benchmark
  @BenchId(
      value = "vector_insert/batch_{batch:exact}/dim_{dimension}",
      tier = Tier.B,
      standard = "vector_insert/batch_1000/dim_128",
      batch = 20,
      itemsParam = "batch")
  public long batch1000(Thousand thousand, OperationHistogram latency) {
    return thousand.insertBatch(latency);
  }
}
