package dev.tidemark.vector.index;

/**
 * What a search reads: rows, and the graph over them if there is one. The links have room for no
 * more rows than the columns, so a node of theirs can always be looked up.
 *
 * @param graph null if there is none
 */
record TableState<M>(Columns<M> columns, Graph graph) {
  /**
   * A graph over the rows of a table.
   *
   * @param floor views older than this may see rows that the graph does not have
   */
  record Graph(GraphSpec spec, long floor, Links links) {
    Graph with(Links other) {
      return new Graph(spec, floor, other);
    }
  }

  TableState {
    assert graph == null || graph.links.capacity() <= columns.capacity();
  }

  boolean hasGraph(GraphSpec spec) {
    return graph != null && graph.spec.equals(spec);
  }
}
