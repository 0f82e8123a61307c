package dev.tidemark.vector.index;

/**
 * A graph as it was at a version, apart from its table: nodes by birth and key, numbered in that
 * order. The arrays are shared: not to be changed.
 *
 * @param floor as of the table's graph
 * @param ordinal how many nodes the graph was ever given
 * @param entry where searches begin
 * @param keys of each node's row
 * @param born of each node's row
 * @param levels highest level of each node
 * @param parents of each node, -1 for the root
 * @param lists for each node and each of its levels from 0 up, a count and as many links
 */
public record SavedGraph(
    GraphSpec spec,
    long floor,
    long ordinal,
    int entry,
    byte[][] keys,
    long[] born,
    byte[] levels,
    int[] parents,
    int[] lists) {
  /** How many nodes there are. */
  public int size() {
    return keys.length;
  }

  /**
   * Throws unless everything leads to a node and has room in a graph.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public void validate() {
    require(entry >= 0 && entry < size(), "the entry is no node");
    int place = 0;
    for (int node = 0; node < size(); node++) {
      require(parents[node] >= -1 && parents[node] < node, "a node comes before its parent");
      require(levels[node] >= 0 && levels[node] <= levels[entry], "a node is above the entry");
      for (int level = 0; level <= levels[node]; level++) {
        int count = place < lists.length ? lists[place++] : -1;
        int most = level == 0 ? 2 * spec.m() : spec.m();
        require(count >= 0 && count <= most && count <= lists.length - place, "a list's length");
        for (int end = place + count; place < end; place++) {
          require(lists[place] >= 0 && lists[place] < size(), "a link leads nowhere");
          require(levels[lists[place]] >= level, "a link leads to a node that is not so high");
        }
      }
    }
    require(place == lists.length, "lists are left over");
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException("not a graph: " + complaint);
    }
  }
}
