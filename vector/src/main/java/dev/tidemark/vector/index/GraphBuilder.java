package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.DistanceKernel;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.index.NeighbourChoice.Bonds;
import java.util.Arrays;

/** Inserts nodes into a graph, one after the other: algorithm 1 of the paper. */
final class GraphBuilder {
  private final GraphSpec spec;
  private final BeamSearch beam = new BeamSearch();
  private final NeighbourChoice choice;
  private final long[] candidates;
  private final int[] links;
  private final float[] raws;
  private final long[] merged;

  GraphBuilder(GraphSpec spec, DistanceKernel kernel) {
    int most = 2 * spec.m();
    this.spec = spec;
    this.choice = new NeighbourChoice(spec.similarity(), kernel, most);
    this.candidates = new long[spec.efConstruction()];
    this.links = new int[most + 1];
    this.raws = new float[most + 1];
    this.merged = new long[most + 1];
  }

  /**
   * Makes a row a node, linked to rows that are not dead when it is born, if there are any.
   *
   * @param ordinal how many nodes the graph was ever given
   */
  void insert(Links graph, Columns<?> rows, int row, long ordinal) {
    int level = spec.level(ordinal);
    int entry = graph.entry();
    graph.create(row, level);
    if (entry == Links.NONE) {
      graph.setEntry(row);
      return;
    }
    linkOut(graph, rows, row, level, entry);
    for (int shared = Math.min(level, graph.level(entry)); shared >= 0; shared--) {
      linkBack(graph, rows, row, shared);
    }
    if (level > graph.level(entry)) {
      graph.setEntry(row);
    }
  }

  private void linkOut(Links graph, Columns<?> rows, int row, int level, int entry) {
    Scorer scorer = choice.scorerOf(rows, row);
    beam.begin(graph, graph.capacity());
    long near = beam.at(entry, rows, scorer);
    int top = graph.level(entry);
    for (int above = top; above > level; above--) {
      near = beam.climb(graph, rows, scorer, above, near);
    }
    for (int shared = Math.min(level, top); shared >= 0; shared--) {
      int found = nearest(graph, rows, scorer, shared, near, rows.born(row));
      near = candidates[0];
      choice.choose(rows, candidates, found, graph.m(), Bonds.NONE, row);
      if (shared == 0) {
        adopt(graph, row, found);
      }
      graph.replace(shared, row, choice.kept(), choice.count());
    }
  }

  /** The rows nearest to one that is born; dead ones only if there are no others. */
  private int nearest(
      Links graph, Columns<?> rows, Scorer scorer, int level, long from, long born) {
    int width = spec.efConstruction();
    beam.search(graph, rows, scorer, level, from, width, r -> rows.died(r) > born, Long.MAX_VALUE);
    if (beam.foundNone()) {
      beam.search(graph, rows, scorer, level, from, width, r -> true, Long.MAX_VALUE);
    }
    return beam.drain(candidates);
  }

  /** Finds the node a parent: the nearest of its neighbours that takes another child. */
  private void adopt(Links graph, int row, int found) {
    int parent = parentAmong(graph, found);
    graph.setParent(row, parent);
    if (!choice.keeps(parent)) {
      choice.add(parent);
    }
  }

  private int parentAmong(Links graph, int found) {
    for (int i = 0; i < choice.count(); i++) {
      if (graph.takesChild(choice.kept()[i])) {
        return choice.kept()[i];
      }
    }
    for (int i = 0; i < found; i++) {
      if (graph.takesChild(Scored.row(candidates[i]))) {
        return Scored.row(candidates[i]);
      }
    }
    return leafBelow(graph, Scored.row(candidates[0]));
  }

  /** A node full of children has one that has fewer, or one of its own has. */
  private int leafBelow(Links graph, int node) {
    int below = node;
    while (!graph.takesChild(below)) {
      int count = graph.read(0, below, graph.capacity(), links);
      int child = Links.NONE;
      for (int i = 0; i < count && child == Links.NONE; i++) {
        child = graph.parent(links[i]) == below ? links[i] : Links.NONE;
      }
      below = child;
    }
    return below;
  }

  private void linkBack(Links graph, Columns<?> rows, int row, int level) {
    int count = graph.read(level, row, graph.capacity(), choice.kept());
    int[] neighbours = Arrays.copyOf(choice.kept(), count);
    for (int neighbour : neighbours) {
      if (graph.degree(level, neighbour) < graph.most(level)) {
        graph.append(level, neighbour, row);
      } else {
        prune(graph, rows, neighbour, row, level);
      }
    }
  }

  /** Chooses a full node's links anew, with one more candidate. */
  private void prune(Links graph, Columns<?> rows, int node, int candidate, int level) {
    int count = graph.read(level, node, graph.capacity(), links);
    links[count++] = candidate;
    choice.scorerOf(rows, node).raws(rows.vectors, rows.inverseNorms, links, count, raws);
    for (int i = 0; i < count; i++) {
      merged[i] = Scored.of(raws[i], links[i]);
    }
    Scored.sortDescending(merged, count);
    Bonds bonds = level == 0 ? graph::isBound : Bonds.NONE;
    choice.choose(rows, merged, count, graph.most(level), bonds, node);
    graph.replace(level, node, choice.kept(), choice.count());
  }
}
