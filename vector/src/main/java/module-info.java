/** Vector collections with exact search, transactional with everything else in the database. */
module dev.tidemark.vector {
  requires dev.tidemark.core;

  exports dev.tidemark.vector;
}
