package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.IndexConfig;
import dev.tidemark.vector.SearchOptions;
import dev.tidemark.vector.SearchPath;
import dev.tidemark.vector.SearchResult;
import java.io.IOException;
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

/**
 * What does a graph cost whoever fills it: its commits, an insertion with the graph brought up to
 * date, and a graph built over a loaded collection?
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class GraphBuildBenchmark {
  private static final int DIMENSION = 128;
  private static final int LOADED = 2_000;

  /** A collection with a graph of some vectors, and more to come. */
  @State(Scope.Thread)
  public static class Growing {
    private Embeddings embeddings;
    private String[] keys;
    private float[][] vectors;
    private int next;

    @Setup(Level.Trial)
    public void prepare(BenchmarkParams benchmark) {
      keys = Embeddings.keys(LOADED + benchmark.getMeasurement().getBatchSize());
      vectors = Embeddings.clusteredRows(keys.length, DIMENSION);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      embeddings = Embeddings.empty(keys, vectors, Metric.COSINE, IndexConfig.Hnsw.defaults());
      next = 0;
      while (next < LOADED) {
        insert();
      }
      bringUp();
    }

    long insert() {
      int index = next++;
      return embeddings
          .store()
          .insert(
              embeddings.scope(),
              Embeddings.COLLECTION,
              embeddings.key(index),
              embeddings.vector(index));
    }

    void bringUp() {
      embeddings.store().prepare(embeddings.scope(), Embeddings.COLLECTION);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      bringUp();
      checkGraph(embeddings, vectors[0]);
      embeddings.finish(iteration, LOADED + iteration.getBatchSize());
    }
  }

  /** A loaded collection without a graph. */
  @State(Scope.Thread)
  public static class Loaded {
    @Param({"2000", "10000", "100000"})
    int size;

    private Embeddings embeddings;
    private float[][] vectors;

    @Setup(Level.Trial)
    public void prepare() {
      vectors = Embeddings.clusteredRows(size, DIMENSION);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      embeddings = Embeddings.filled(vectors, Metric.COSINE, IndexConfig.Hnsw.defaults());
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
      checkGraph(embeddings, vectors[0]);
      embeddings.finish(size);
    }
  }

  /** The graph holds all there is: then few are scored. */
  private static void checkGraph(Embeddings embeddings, float[] query) {
    SearchOptions narrow = SearchOptions.defaults().withEfSearch(10);
    SearchResult result =
        embeddings.store().search(embeddings.scope(), Embeddings.COLLECTION, query, 1, narrow);
    ForkReport.current()
        .checkEquals("search answered by", SearchPath.GRAPH, result.path())
        .checkEquals("nearest to itself", embeddings.key(0), result.matches().get(0).key());
  }

  /** The commit alone, while a thread inserts behind it. */
  @Benchmark
  @BenchId(
      value = "vector_insert/single/dim_128/index_hnsw",
      tier = Tier.B,
      batch = 1_000,
      batchStrict = 200,
      shotMillis = 1_500)
  public long insert(Growing growing) {
    return growing.insert();
  }

  /** A commit, and the graph brought up to it. */
  @Benchmark
  @BenchId(
      value = "vector_index_insert/dim_128/index_hnsw",
      tier = Tier.C,
      batch = 1_000,
      batchStrict = 200,
      shotMillis = 1_500)
  public long insertAndBringUp(Growing growing) {
    long version = growing.insert();
    growing.bringUp();
    return version;
  }

  /** The graph of a whole collection, in one thread. */
  @Benchmark
  @BenchId(
      value = "vector_index_build/size_{size}/index_hnsw",
      tier = Tier.C,
      batch = 1,
      shotMillis = 8_000)
  public void build(Loaded loaded) {
    loaded.embeddings.store().prepare(loaded.embeddings.scope(), Embeddings.COLLECTION);
  }
}
