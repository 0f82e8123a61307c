package dev.tidemark.bench.m8;

import dev.tidemark.types.Value;
import dev.tidemark.vector.MetadataFilter;
import dev.tidemark.vector.SearchOptions;
import dev.tidemark.vector.VectorMatch;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A filled collection and the searches in it, whose last answers are checked at the end. */
final class Searched {
  private static final int CHECKED = 4;

  private final float[][] rows;
  private final float[][] queries;
  private final Metric metric;
  private final int k;
  private final Embeddings embeddings;
  private int next;

  private Searched(float[][] rows, Metric metric, int k, Embeddings embeddings) {
    this.rows = rows;
    this.queries = Embeddings.queries(rows[0].length);
    this.metric = metric;
    this.k = k;
    this.embeddings = embeddings;
  }

  static Searched of(int size, int dimension, Metric metric, int k) throws IOException {
    float[][] rows = Embeddings.rows(size, dimension);
    return new Searched(rows, metric, k, Embeddings.filled(rows, metric));
  }

  /** Each row's metadata says what its index leaves when divided by {@code modulus}. */
  static Searched withRemainders(int size, int dimension, Metric metric, int k, int modulus)
      throws IOException {
    float[][] rows = Embeddings.rows(size, dimension);
    Embeddings embeddings =
        Embeddings.filled(rows, metric, i -> Value.map("remainder", i % modulus));
    return new Searched(rows, metric, k, embeddings);
  }

  /** One search with the next query. */
  List<VectorMatch> search() {
    return embeddings.store().search(embeddings.scope(), Embeddings.COLLECTION, nextQuery(), k);
  }

  /** One search with the next query among the rows a filter takes. */
  List<VectorMatch> search(MetadataFilter filter) {
    return embeddings
        .store()
        .search(embeddings.scope(), Embeddings.COLLECTION, nextQuery(), k, filter);
  }

  /** One search with the next query, done as these options say. */
  List<VectorMatch> search(SearchOptions options) {
    return embeddings
        .store()
        .search(embeddings.scope(), Embeddings.COLLECTION, nextQuery(), k, options)
        .matches();
  }

  private float[] nextQuery() {
    return queries[next++ & (Embeddings.QUERIES - 1)];
  }

  /** Checks a few answers and what is stored. */
  void finish() throws IOException {
    finish(this::search, row -> true);
  }

  /** As {@link #finish()}, for exact searches done as these options say. */
  void finish(SearchOptions options) throws IOException {
    finish(() -> search(options), row -> true);
  }

  /** As {@link #finish()}, for searches among the rows that a filter takes. */
  void finish(MetadataFilter filter, IntPredicate taken) throws IOException {
    finish(() -> search(filter), taken);
  }

  private void finish(Supplier<List<VectorMatch>> search, IntPredicate taken) throws IOException {
    SearchOracle oracle = new SearchOracle(metric, rows, taken);
    next = 0;
    for (int i = 0; i < CHECKED; i++) {
      oracle.check(queries[i], k, search.get());
    }
    embeddings.finish(rows.length);
  }
}
