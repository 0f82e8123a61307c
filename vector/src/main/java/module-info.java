/**
 * Vector collections with exact and approximate search, transactional with everything else in the
 * database.
 */
module dev.tidemark.vector {
  requires transitive dev.tidemark.core;

  exports dev.tidemark.vector;

  provides dev.tidemark.index.IndexProvider with
      dev.tidemark.vector.VectorIndexProvider;
}
