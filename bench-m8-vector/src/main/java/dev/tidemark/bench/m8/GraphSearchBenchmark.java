package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.IndexConfig;
import dev.tidemark.vector.SearchOptions;
import dev.tidemark.vector.SearchPath;
import dev.tidemark.vector.SearchResult;
import dev.tidemark.vector.VectorMatch;
import java.io.IOException;
import java.util.Set;
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

/**
 * What does a search of a graph cost, and how many of the nearest ten does it find, by the vectors
 * it looks around at and the size of the collection?
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GraphSearchBenchmark {
  private static final int DIMENSION = 128;
  private static final int K = 10;

  /** A collection whose graph is built. */
  @State(Scope.Thread)
  public abstract static class Indexed {
    @Param({"10000", "100000"})
    int size;

    @Param({"50", "100", "200"})
    int ef;

    private Embeddings embeddings;
    private float[][] queries;
    private SearchOptions options;
    private int next;
    private long searches;
    private long scored;

    abstract float[][] rows(int count);

    abstract float[][] queries();

    @Setup(Level.Trial)
    public void open() throws IOException {
      queries = queries();
      options = SearchOptions.defaults().withEfSearch(ef);
      embeddings = Embeddings.filled(rows(size), Metric.COSINE, IndexConfig.Hnsw.defaults());
      embeddings.store().prepare(embeddings.scope(), Embeddings.COLLECTION);
    }

    SearchResult search() {
      SearchResult result = search(queries[next++ & (Embeddings.QUERIES - 1)], options);
      searches++;
      scored += result.scored();
      return result;
    }

    private SearchResult search(float[] query, SearchOptions how) {
      return embeddings.store().search(embeddings.scope(), Embeddings.COLLECTION, query, K, how);
    }

    /** The division of the two is what one search scored. */
    @TearDown(Level.Iteration)
    public void count(IterationParams iteration) {
      ForkReport.current()
          .count(iteration, "searches", searches)
          .count(iteration, "vectors_scored", scored);
      searches = 0;
      scored = 0;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      int found = 0;
      int byGraph = 0;
      for (float[] query : queries) {
        SearchResult result = search(query, options);
        Set<VectorMatch> best = Set.copyOf(search(query, options.exactly()).matches());
        found += (int) result.matches().stream().filter(best::contains).count();
        byGraph += result.path() == SearchPath.GRAPH ? 1 : 0;
      }
      ForkReport.current()
          .recall((double) found / (K * queries.length))
          .checkEquals("searches answered by the graph", queries.length, byGraph);
      embeddings.finish(size);
    }
  }

  /** Independent coordinates: the hardest data there is, with no structure to follow. */
  public static class Uniform extends Indexed {
    @Override
    float[][] rows(int count) {
      return Embeddings.rows(count, DIMENSION);
    }

    @Override
    float[][] queries() {
      return Embeddings.queries(DIMENSION);
    }
  }

  /** A mixture of Gaussians, nearer to what models make. */
  public static class Clustered extends Indexed {
    @Override
    float[][] rows(int count) {
      return Embeddings.clusteredRows(count, DIMENSION);
    }

    @Override
    float[][] queries() {
      return Embeddings.clusteredQueries(DIMENSION);
    }
  }

  @Benchmark
  @BenchId(
      value = "vector_search/k_10/size_{size}/index_hnsw_ef_{ef}",
      tier = Tier.C,
      standard = "vector_search/k_10/size_10k/index_hnsw_ef_100",
      setUpMillis = 5_000)
  public SearchResult uniform(Uniform indexed) {
    return indexed.search();
  }

  @Benchmark
  @BenchId(
      value = "vector_search/k_10/size_{size}/index_hnsw_ef_{ef}/data_clustered",
      tier = Tier.C,
      standard = "vector_search/k_10/size_10k/index_hnsw_ef_100/data_clustered",
      setUpMillis = 5_000)
  public SearchResult clustered(Clustered indexed) {
    return indexed.search();
  }
}
