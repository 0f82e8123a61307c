package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.DistanceKernel;
import dev.tidemark.vector.distance.Kernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Takes a graph out of a table and puts it into another of the same rows. */
final class GraphCopy {
  private GraphCopy() {}

  /** The nodes born up to a version; null if there is none, or the graph is younger. */
  static SavedGraph save(TableState.Graph graph, Columns<?> rows, long version, long ordinal) {
    Links links = graph.links();
    int[] nodes =
        Columns.sorted(
            rows,
            IntStream.range(0, links.capacity())
                .filter(row -> links.isNode(row) && rows.born(row) <= version)
                .toArray());
    if (nodes.length == 0 || graph.floor() > version) {
      return null;
    }
    int[] numbers = new int[links.capacity()];
    Arrays.fill(numbers, Links.NONE);
    for (int i = 0; i < nodes.length; i++) {
      numbers[nodes[i]] = i;
    }
    byte[] levels = new byte[nodes.length];
    int[] parents = new int[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      int parent = links.parent(nodes[i]);
      levels[i] = (byte) links.level(nodes[i]);
      parents[i] = parent == Links.NONE ? Links.NONE : numbers[parent];
    }
    return new SavedGraph(
        graph.spec(),
        graph.floor(),
        ordinal - (links.nodes() - nodes.length),
        entry(numbers[links.entry()], levels),
        Arrays.stream(nodes).mapToObj(row -> rows.keys[row]).toArray(byte[][]::new),
        Arrays.stream(nodes).mapToLong(rows::born).toArray(),
        levels,
        parents,
        lists(links, nodes, numbers));
  }

  private static int entry(int entry, byte[] levels) {
    if (entry != Links.NONE) {
      return entry;
    }
    int highest = 0;
    for (int node = 1; node < levels.length; node++) {
      highest = levels[node] > levels[highest] ? node : highest;
    }
    return highest;
  }

  private static int[] lists(Links links, int[] nodes, int[] numbers) {
    int[] lists = new int[nodes.length * (links.m() + 1)];
    int[] neighbours = new int[links.most(0)];
    int end = 0;
    for (int node : nodes) {
      for (int level = 0; level <= links.level(node); level++) {
        int count = links.read(level, node, links.capacity(), neighbours);
        if (end + count + 1 > lists.length) {
          lists = Arrays.copyOf(lists, 2 * lists.length + count);
        }
        int start = end++;
        for (int i = 0; i < count; i++) {
          if (numbers[neighbours[i]] != Links.NONE) {
            lists[end++] = numbers[neighbours[i]];
          }
        }
        lists[start] = end - start - 1;
      }
    }
    return Arrays.copyOf(lists, end);
  }

  /** Rows and their graph, numbered alike. */
  record Restored<M>(Columns<M> rows, Links links) {}

  /**
   * Rebuilds a graph over the rows there are; nodes without a row are unlinked.
   *
   * @param rows by birth and key
   */
  static <M> Restored<M> restore(SavedGraph saved, Columns<M> rows) {
    Columns<M> merged = new Columns<>(rows.size() + saved.size());
    int[] rowOf = new int[saved.size()];
    int missing = merge(rows, saved, merged, rowOf);
    Links links = link(saved, rowOf, merged.capacity());
    if (missing == 0) {
      return new Restored<>(merged, links);
    }
    DistanceKernel kernel = Kernels.settled().join();
    Links repaired = new GraphRepair(saved.spec(), kernel, links, merged, Columns.GONE).run();
    Columns<M> rest = merged.without(Columns.GONE, 1);
    return new Restored<>(rest, repaired.grown(rest.capacity()));
  }

  /** Puts rows and nodes into one order; returns how many nodes have no row. */
  private static <M> int merge(Columns<M> rows, SavedGraph saved, Columns<M> merged, int[] rowOf) {
    int missing = 0;
    int row = 0;
    for (int node = 0; node < saved.size(); node++) {
      byte[] key = saved.keys()[node];
      long born = saved.born()[node];
      while (row < rows.size() && rows.compare(row, born, key) < 0) {
        merged.appendFrom(rows, row++);
      }
      if (row < rows.size() && rows.compare(row, born, key) == 0) {
        rowOf[node] = merged.appendFrom(rows, row++);
      } else {
        rowOf[node] = merged.appendGone(key, born);
        missing++;
      }
    }
    while (row < rows.size()) {
      merged.appendFrom(rows, row++);
    }
    return missing;
  }

  private static Links link(SavedGraph saved, int[] rowOf, int capacity) {
    Links links = new Links(saved.spec().m(), capacity);
    for (int node = 0; node < saved.size(); node++) {
      links.create(rowOf[node], saved.levels()[node]);
      if (saved.parents()[node] != Links.NONE) {
        links.setParent(rowOf[node], rowOf[saved.parents()[node]]);
      }
    }
    int[] neighbours = new int[links.most(0)];
    int place = 0;
    for (int node = 0; node < saved.size(); node++) {
      for (int level = 0; level <= saved.levels()[node]; level++) {
        int count = saved.lists()[place++];
        for (int i = 0; i < count; i++) {
          neighbours[i] = rowOf[saved.lists()[place++]];
        }
        links.replace(level, rowOf[node], neighbours, count);
      }
    }
    links.setEntry(rowOf[saved.entry()]);
    return links;
  }
}
