package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.vector.VectorMatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a thread's operation on a collection cost while others do the same? Inserts replace
 * vectors of keys of the thread's own, so that the collection does not grow.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ContentionBenchmark {
  private static final int SIZE = 10_000;
  private static final int DIMENSION = 128;
  private static final int K = 10;
  private static final int MOST_THREADS = 8;

  /** The collection all threads use. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final AtomicInteger threads = new AtomicInteger();
    private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();
    private Embeddings embeddings;
    private float[][] vectors;
    private float[][] queries;

    @Setup(Level.Trial)
    public void open() throws IOException {
      vectors = Embeddings.rows(SIZE, DIMENSION);
      queries = Embeddings.queries(DIMENSION);
      embeddings = Embeddings.filled(vectors, Metric.COSINE);
    }

    /** No key is lost or new, and no thread was left out. */
    @TearDown(Level.Trial)
    public void check() throws IOException {
      ForkReport.current()
          .checkEquals(
              "vectors stored",
              SIZE,
              embeddings.store().count(embeddings.scope(), Embeddings.COLLECTION))
          .checkEquals(
              "threads without an operation",
              0L,
              workers.stream().filter(worker -> worker.operations == 0).count());
      embeddings.close();
    }
  }

  /** A thread with keys of its own. */
  @State(Scope.Thread)
  public static class Worker {
    private Shared shared;
    private SplitMix64 draws;
    private int number;
    private long operations;

    @Setup(Level.Trial)
    public void start(Shared all) {
      shared = all;
      number = all.threads.getAndIncrement();
      draws = Seed.stream("vector contention " + number);
      all.workers.add(this);
    }

    private long insert() {
      operations++;
      int key = draws.nextInt(SIZE / MOST_THREADS) * MOST_THREADS + number;
      float[] vector = shared.vectors[draws.nextInt(SIZE)];
      return shared
          .embeddings
          .store()
          .insert(
              shared.embeddings.scope(), Embeddings.COLLECTION, shared.embeddings.key(key), vector);
    }

    private List<VectorMatch> search() {
      operations++;
      float[] query = shared.queries[draws.nextInt(Embeddings.QUERIES)];
      return shared
          .embeddings
          .store()
          .search(shared.embeddings.scope(), Embeddings.COLLECTION, query, K);
    }

    private List<VectorMatch> insertAndSearch() {
      insert();
      return search();
    }
  }

  @Benchmark
  @BenchId(value = "vector_contention/insert/threads_1", tier = Tier.D, setUpMillis = 700)
  public long insert1(Worker worker) {
    return worker.insert();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "vector_contention/insert/threads_2", tier = Tier.D, setUpMillis = 700)
  public long insert2(Worker worker) {
    return worker.insert();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "vector_contention/insert/threads_4", tier = Tier.D, setUpMillis = 700)
  public long insert4(Worker worker) {
    return worker.insert();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "vector_contention/insert/threads_8", tier = Tier.D, setUpMillis = 700)
  public long insert8(Worker worker) {
    return worker.insert();
  }

  @Benchmark
  @BenchId(value = "vector_contention/search/threads_1", tier = Tier.D, setUpMillis = 700)
  public List<VectorMatch> search1(Worker worker) {
    return worker.search();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "vector_contention/search/threads_2", tier = Tier.D, setUpMillis = 700)
  public List<VectorMatch> search2(Worker worker) {
    return worker.search();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "vector_contention/search/threads_4", tier = Tier.D, setUpMillis = 700)
  public List<VectorMatch> search4(Worker worker) {
    return worker.search();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "vector_contention/search/threads_8", tier = Tier.D, setUpMillis = 700)
  public List<VectorMatch> search8(Worker worker) {
    return worker.search();
  }

  @Benchmark
  @BenchId(
      value = "vector_contention/insert_and_search/threads_1",
      tier = Tier.D,
      setUpMillis = 700)
  public List<VectorMatch> insertAndSearch1(Worker worker) {
    return worker.insertAndSearch();
  }

  @Benchmark
  @Threads(2)
  @BenchId(
      value = "vector_contention/insert_and_search/threads_2",
      tier = Tier.D,
      setUpMillis = 700)
  public List<VectorMatch> insertAndSearch2(Worker worker) {
    return worker.insertAndSearch();
  }

  @Benchmark
  @Threads(4)
  @BenchId(
      value = "vector_contention/insert_and_search/threads_4",
      tier = Tier.D,
      setUpMillis = 700)
  public List<VectorMatch> insertAndSearch4(Worker worker) {
    return worker.insertAndSearch();
  }

  @Benchmark
  @Threads(8)
  @BenchId(
      value = "vector_contention/insert_and_search/threads_8",
      tier = Tier.D,
      setUpMillis = 700)
  public List<VectorMatch> insertAndSearch8(Worker worker) {
    return worker.insertAndSearch();
  }
}
