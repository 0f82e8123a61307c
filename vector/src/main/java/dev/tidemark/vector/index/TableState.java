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
   * @param inserter who alone may write to it, for he knows how its rows are numbered
   * @param floor views older than this may see rows that the graph does not have
   */
  record Graph(GraphInserter inserter, long floor, Links links) {
    GraphSpec spec() {
      return inserter.spec();
    }

    Graph with(Links other) {
      return new Graph(inserter, floor, other);
    }
  }

  TableState {
    assert graph == null || graph.links.capacity() <= columns.capacity();
  }

  boolean hasGraphOf(GraphInserter inserter) {
    return graph != null && graph.inserter == inserter;
  }
}
