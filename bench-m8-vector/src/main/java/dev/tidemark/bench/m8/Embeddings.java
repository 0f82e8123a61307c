package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.Vectors;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.IndexConfig;
import dev.tidemark.vector.VectorEntry;
import dev.tidemark.vector.VectorItem;
import dev.tidemark.vector.VectorStore;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.openjdk.jmh.infra.IterationParams;

/** One collection in a run of a fresh database, and what it is or will be filled with. */
final class Embeddings implements AutoCloseable {
  static final String COLLECTION = "embeddings";
  static final int QUERIES = 256;

  private static final String PREFIX = "vec";
  private static final int INTRINSIC = 32;
  private static final int LOAD_FLOATS = 1 << 20;

  private final VectorStore store = new VectorStore();
  private final BenchDatabase database;
  private final Scope scope;
  private final String[] keys;
  private final float[][] vectors;

  private Embeddings(BenchDatabase database, String[] keys, float[][] vectors) {
    this.database = database;
    this.scope = database.database().in(database.newRun());
    this.keys = keys;
    this.vectors = vectors;
  }

  /** The rows that every benchmark of this size and dimension works on. */
  static float[][] rows(int count, int dimension) {
    return Vectors.uniform(Seed.stream("vectors"), count, dimension);
  }

  /** As {@link #rows(int, int)}, of a mixture of Gaussians. */
  static float[][] clusteredRows(int count, int dimension) {
    return clustered("clustered vectors", count, dimension);
  }

  /** Queries from the mixture of {@link #clusteredRows}. */
  static float[][] clusteredQueries(int dimension) {
    return clustered("clustered queries", QUERIES, dimension);
  }

  private static float[][] clustered(String stream, int count, int dimension) {
    return Vectors.clustered(
        Seed.stream("mixture"), Seed.stream(stream), count, dimension, INTRINSIC);
  }

  /** Vectors that are none of the rows. */
  static float[][] queries(int dimension) {
    return Vectors.uniform(Seed.stream("queries"), QUERIES, dimension);
  }

  /** An empty collection of the given dimension in the mode the run asks for. */
  static Embeddings empty(String[] keys, float[][] vectors, Metric metric) throws IOException {
    return empty(keys, vectors, metric, IndexConfig.EXACT);
  }

  /** An empty collection with an index. */
  static Embeddings empty(String[] keys, float[][] vectors, Metric metric, IndexConfig index)
      throws IOException {
    Embeddings embeddings = new Embeddings(BenchDatabase.open(), keys, vectors);
    CollectionConfig config = new CollectionConfig(vectors[0].length, metric.metric(), index);
    embeddings.store.createCollection(embeddings.scope, COLLECTION, config);
    embeddings.database.startCounting();
    return embeddings;
  }

  /** A collection of all the vectors. */
  static Embeddings filled(float[][] vectors, Metric metric) throws IOException {
    return filled(vectors, metric, i -> Value.emptyMap());
  }

  /** A collection of all the vectors with metadata by their index. */
  static Embeddings filled(float[][] vectors, Metric metric, IntFunction<Value.MapValue> metadata)
      throws IOException {
    return filled(keys(vectors.length), vectors, metric, IndexConfig.EXACT, metadata);
  }

  /** A collection of all the vectors, whose graph is still to be built if the index is one. */
  static Embeddings filled(float[][] vectors, Metric metric, IndexConfig index) throws IOException {
    return filled(keys(vectors.length), vectors, metric, index, i -> Value.emptyMap());
  }

  /** A collection of as many of the keys as there are vectors. */
  static Embeddings filled(
      String[] keys,
      float[][] vectors,
      Metric metric,
      IndexConfig index,
      IntFunction<Value.MapValue> metadata)
      throws IOException {
    Embeddings embeddings = empty(keys, vectors, metric, index);
    int batch = Math.max(1, LOAD_FLOATS / vectors[0].length);
    for (int from = 0; from < vectors.length; from += batch) {
      embeddings.load(from, Math.min(from + batch, vectors.length), metadata);
    }
    embeddings.database.startCounting();
    ForkReport.current().provider(Kernels.settled().join().name());
    return embeddings;
  }

  static String[] keys(int count) {
    return Keys.sequential(PREFIX, count);
  }

  /** The index of a vector by its key. */
  static int index(String key) {
    return Integer.parseInt(key.substring(PREFIX.length()));
  }

  private void load(int from, int to, IntFunction<Value.MapValue> metadata) {
    List<VectorItem> items = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      items.add(new VectorItem(keys[i], vectors[i], metadata.apply(i)));
    }
    store.insertAll(scope, COLLECTION, items);
  }

  VectorStore store() {
    return store;
  }

  Scope scope() {
    return scope;
  }

  String key(int index) {
    return keys[index];
  }

  /** The vector of an index; the vectors are reused when there are more keys than vectors. */
  float[] vector(int index) {
    return vectors[index % vectors.length];
  }

  /** Checks that the first keys are stored, each with its vector, and no others; then closes. */
  void finish(IterationParams iteration, int stored) throws IOException {
    reportLog(iteration);
    finish(stored);
  }

  /** As {@link #finish(IterationParams, int)}, without counting what the log did. */
  void finish(int stored) throws IOException {
    int found = 0;
    for (int i = 0; i < stored; i++) {
      VectorEntry entry = store.get(scope, COLLECTION, keys[i]).orElseThrow();
      found += Arrays.equals(vector(i), entry.vector().toArray()) ? 1 : 0;
    }
    ForkReport.current()
        .checkEquals("vectors stored", stored, store.count(scope, COLLECTION))
        .checkEquals("vectors as inserted", stored, found);
    close();
  }

  /** Reports what the log did since the collection was filled. */
  void reportLog(IterationParams iteration) {
    database.reportLog(iteration);
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
