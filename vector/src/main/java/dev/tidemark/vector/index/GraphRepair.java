package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.DistanceKernel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Makes the graph of those rows that are left when the dead are forgotten, numbered as they will be
 * then. A node that was linked to dead ones chooses as many among the neighbours of these; whoever
 * hung on a dead node gets another parent.
 *
 * <p>Reads a graph that nobody writes to, and changes nothing.
 */
final class GraphRepair {
  /** Neighbours of dead nodes that are looked at for one node. */
  private static final int MOST_CANDIDATES = 128;

  /** Of these, the nearest that it may be linked to. */
  private static final int MOST_REPLACEMENTS = 16;

  private final Links old;
  private final Columns<?> rows;
  private final int size;
  private final NeighbourChoice choice;
  private final int[] moved;
  private final int[] parents;
  private final int[] children;
  private final RowSet seen = new RowSet();
  private final int[] gathered = new int[MOST_CANDIDATES];
  private final int[] dead = new int[MOST_CANDIDATES];
  private final int[] links;
  private final int[] neighbours;
  private final float[] raws = new float[MOST_CANDIDATES];
  private final long[] scored = new long[MOST_CANDIDATES];
  private int gatheredCount;
  private int deadCount;

  /**
   * @param horizon rows that died up to here go
   */
  GraphRepair(GraphSpec spec, DistanceKernel kernel, Links old, Columns<?> rows, long horizon) {
    this.old = old;
    this.rows = rows;
    this.size = rows.size();
    this.choice = new NeighbourChoice(spec.similarity(), kernel, old.most(0));
    this.links = new int[old.most(0)];
    this.neighbours = new int[old.most(0)];
    this.moved = new int[size];
    this.parents = new int[size];
    this.children = new int[size];
    int next = 0;
    for (int row = 0; row < size; row++) {
      moved[row] = rows.died(row) <= horizon ? Links.NONE : next++;
    }
  }

  /** The new numbers of the rows there were when this began, {@link Links#NONE} for the dead. */
  int[] moved() {
    return moved;
  }

  /** Rows left. */
  int left() {
    return (int) Arrays.stream(moved).filter(row -> row != Links.NONE).count();
  }

  Links run() {
    Links repaired = new Links(old.m(), Math.max(1, left()));
    int[] survivors = IntStream.range(0, size).filter(this::survives).toArray();
    findParents(survivors);
    for (int node : survivors) {
      repaired.create(moved[node], old.level(node));
    }
    for (int node : survivors) {
      if (parents[node] != Links.NONE) {
        repaired.setParent(moved[node], moved[parents[node]]);
      }
    }
    int[][] childrenOf = childrenOf(survivors);
    for (int node : survivors) {
      for (int level = old.level(node); level >= 0; level--) {
        link(repaired, node, level, level == 0 ? childrenOf[node] : null);
      }
    }
    setEntry(repaired, survivors);
    takeOverTheRest(repaired);
    return repaired;
  }

  private boolean survives(int row) {
    return row < old.capacity() && old.isNode(row) && moved[row] != Links.NONE;
  }

  private void setEntry(Links repaired, int[] survivors) {
    Arrays.stream(survivors)
        .boxed()
        .max(Comparator.<Integer>comparingInt(old::level).thenComparing(Comparator.reverseOrder()))
        .ifPresent(node -> repaired.setEntry(moved[node]));
  }

  private void takeOverTheRest(Links repaired) {
    for (int row : old.apart()) {
      if (moved[row] != Links.NONE) {
        repaired.setApart(moved[row]);
      }
    }
    int settled = 0;
    for (int row = 0; row < old.settled(); row++) {
      settled += moved[row] == Links.NONE ? 0 : 1;
    }
    repaired.setSettled(settled);
  }

  private void findParents(int[] survivors) {
    Arrays.fill(parents, Links.NONE);
    for (int node : survivors) {
      int parent = old.parent(node);
      if (parent != Links.NONE && survives(parent)) {
        adopt(node, parent);
      }
    }
    Arrays.stream(survivors)
        .filter(node -> parents[node] == Links.NONE)
        .boxed()
        .sorted((node, other) -> rows.precedes(node, other) ? -1 : 1)
        .forEach(node -> adoptOrphan(node, survivors));
  }

  private void adopt(int node, int parent) {
    parents[node] = parent;
    children[parent]++;
  }

  private boolean takesChild(int node) {
    return children[node] < old.m();
  }

  private boolean mayAdopt(int parent, int node) {
    return takesChild(parent) && rows.precedes(parent, node);
  }

  /** A node's parent comes before it, so that there are no cycles. The first of all is the root. */
  private void adoptOrphan(int node, int[] survivors) {
    gather(node, 0);
    int count = scoreGathered(node);
    for (int i = 0; i < count; i++) {
      if (mayAdopt(Scored.row(scored[i]), node)) {
        adopt(node, Scored.row(scored[i]));
        return;
      }
    }
    for (int above = old.parent(node); above != Links.NONE; above = old.parent(above)) {
      if (survives(above) && mayAdopt(above, node)) {
        adopt(node, above);
        return;
      }
    }
    adoptAnywhere(node, survivors);
  }

  /**
   * Those before the node have places for all of themselves; if none of these is free, one is taken
   * by a node that comes later, which then hangs on this one.
   */
  private void adoptAnywhere(int node, int[] survivors) {
    for (int other : survivors) {
      if (mayAdopt(other, node)) {
        adopt(node, other);
        return;
      }
    }
    for (int other : survivors) {
      int parent = parents[other];
      if (parent != Links.NONE && rows.precedes(node, other) && rows.precedes(parent, node)) {
        parents[node] = parent;
        adopt(other, node);
        return;
      }
    }
  }

  private int[][] childrenOf(int[] survivors) {
    int[][] childrenOf = new int[size][];
    int[] filled = new int[size];
    for (int node : survivors) {
      int parent = parents[node];
      if (parent != Links.NONE) {
        if (childrenOf[parent] == null) {
          childrenOf[parent] = new int[children[parent]];
        }
        childrenOf[parent][filled[parent]++] = node;
      }
    }
    return childrenOf;
  }

  /** Keeps what a node is bound to and its living neighbours, and replaces the dead. */
  private void link(Links repaired, int node, int level, int[] childrenOfNode) {
    choice.clear();
    forgetGathered(node);
    if (level == 0) {
      keep(parents[node]);
      if (childrenOfNode != null) {
        Arrays.stream(childrenOfNode).forEach(this::keep);
      }
    }
    int degree = old.read(level, node, old.capacity(), links);
    for (int i = 0; i < degree; i++) {
      if (!survives(links[i])) {
        take(links[i]);
      } else if (choice.count() < old.most(level)) {
        keep(links[i]);
      }
    }
    if (deadCount > 0) {
      takeNeighboursOfTheDead(level);
      int count = Math.min(MOST_REPLACEMENTS, scoreGathered(node));
      choice.extend(rows, scored, count, degree);
    }
    for (int i = 0; i < choice.count(); i++) {
      links[i] = moved[choice.kept()[i]];
    }
    repaired.replace(level, moved[node], links, choice.count());
  }

  private void keep(int row) {
    if (row != Links.NONE && seen.add(row)) {
      choice.add(row);
    }
  }

  /** Collects a node's living neighbours and those of its dead ones. */
  private void gather(int node, int level) {
    forgetGathered(node);
    takeLinks(node, level);
    takeNeighboursOfTheDead(level);
  }

  private void forgetGathered(int node) {
    seen.reset(size);
    seen.add(node);
    gatheredCount = 0;
    deadCount = 0;
  }

  /** What dead ones are linked to may be dead again, and is then looked through as well. */
  private void takeNeighboursOfTheDead(int level) {
    for (int i = 0; i < deadCount; i++) {
      takeLinks(dead[i], level);
    }
  }

  private void takeLinks(int node, int level) {
    int count = old.read(level, node, old.capacity(), neighbours);
    for (int i = 0; i < count; i++) {
      take(neighbours[i]);
    }
  }

  private void take(int row) {
    if (!seen.add(row)) {
      return;
    }
    if (!survives(row)) {
      if (deadCount < MOST_CANDIDATES) {
        dead[deadCount++] = row;
      }
    } else if (gatheredCount < MOST_CANDIDATES) {
      gathered[gatheredCount++] = row;
    }
  }

  private int scoreGathered(int node) {
    choice
        .scorerOf(rows, node)
        .raws(rows.vectors, rows.inverseNorms, gathered, gatheredCount, raws);
    for (int i = 0; i < gatheredCount; i++) {
      scored[i] = Scored.of(raws[i], gathered[i]);
    }
    Scored.sortDescending(scored, gatheredCount);
    return gatheredCount;
  }
}
