package dev.tidemark.vector;

import java.util.Objects;

/**
 * What a search considers and how hard it looks.
 *
 * @param filter takes the vectors considered
 * @param efSearch vectors that a search of a graph looks around at, {@code k} if that is more; 0
 *     for the collection's own
 * @param exact whether every vector is scored even if there is a graph
 * @param threads threads that share the work where every vector is scored, 1 to 64: the caller's
 *     and, as far as they are free, those of the common pool
 */
public record SearchOptions(MetadataFilter filter, int efSearch, boolean exact, int threads) {
  /** Most threads of one search. */
  public static final int MAX_THREADS = 64;

  private static final SearchOptions DEFAULTS =
      new SearchOptions(MetadataFilter.and(), 0, false, 1);

  public SearchOptions {
    Objects.requireNonNull(filter, "filter");
    IndexConfig.Hnsw.requireWithin("efSearch", efSearch, 0, IndexConfig.Hnsw.MAX_EF);
    IndexConfig.Hnsw.requireWithin("threads", threads, 1, MAX_THREADS);
  }

  /** All vectors, as the collection's config says. */
  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  /** These with another filter. */
  public SearchOptions withFilter(MetadataFilter other) {
    return new SearchOptions(other, efSearch, exact, threads);
  }

  /** These with another number of vectors to look around at. */
  public SearchOptions withEfSearch(int other) {
    return new SearchOptions(filter, other, exact, threads);
  }

  /** These, scoring every vector. */
  public SearchOptions exactly() {
    return new SearchOptions(filter, efSearch, true, threads);
  }

  /** These with another number of threads. */
  public SearchOptions withThreads(int other) {
    return new SearchOptions(filter, efSearch, exact, other);
  }
}
