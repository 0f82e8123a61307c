package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.Scorer;

/**
 * Searches one level of a graph after another, as algorithms 2 and 5 of Malkov and Yashunin do,
 * "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
 * World graphs" (2016, revised 2018). Working storage that is used over and over by one thread.
 *
 * <p>Nodes that are not accepted are walked through but take no place among the best. So the search
 * widens by itself by as much as is not accepted.
 */
final class BeamSearch {
  private static final ThreadLocal<BeamSearch> OF_THREAD = ThreadLocal.withInitial(BeamSearch::new);

  /** Decides which nodes may be results. */
  interface Acceptor {
    boolean accepts(int row);
  }

  private final LongHeap best = new LongHeap();

  /** What is to be followed yet, bitwise negated, so that the nearest is the least. */
  private final LongHeap frontier = new LongHeap();

  private final RowSet visited = new RowSet();
  private int[] links = new int[0];
  private float[] raws = new float[0];
  private int bound;
  private long scored;

  /** The calling thread's own. Holds numbers only, no rows. */
  static BeamSearch ofThread() {
    return OF_THREAD.get();
  }

  /** Rows scored since {@link #begin}. */
  long scored() {
    return scored;
  }

  /** Begins a search that visits nodes below a bound only. */
  void begin(Links graph, int nodeBound) {
    bound = nodeBound;
    scored = 0;
    int most = graph.most(0);
    if (links.length < most) {
      links = new int[most];
      raws = new float[most];
    }
  }

  /** Scores a node to begin at. */
  long at(int node, Columns<?> rows, Scorer scorer) {
    links[0] = node;
    score(rows, scorer, 1);
    return Scored.of(raws[0], node);
  }

  /** Goes to nearer neighbours on a level until there are none. */
  long climb(Links graph, Columns<?> rows, Scorer scorer, int level, long from) {
    long nearest = from;
    long before;
    do {
      before = nearest;
      int count = graph.read(level, Scored.row(before), bound, links);
      score(rows, scorer, count);
      for (int i = 0; i < count; i++) {
        nearest = Math.max(nearest, Scored.of(raws[i], links[i]));
      }
    } while (nearest != before);
    return nearest;
  }

  /**
   * Finds the nearest accepted nodes of a level, {@code width} or fewer.
   *
   * @param most rows to score before giving up
   * @return false if it gave up
   */
  boolean search(
      Links graph,
      Columns<?> rows,
      Scorer scorer,
      int level,
      long from,
      int width,
      Acceptor acceptor,
      long most) {
    best.clear();
    frontier.clear();
    visited.reset(bound);
    visited.add(Scored.row(from));
    frontier.push(~from);
    if (acceptor.accepts(Scored.row(from))) {
      best.push(from);
    }
    while (!frontier.isEmpty()) {
      long next = ~frontier.pop();
      if (best.size() == width && next < best.least()) {
        return true;
      }
      if (scored > most) {
        return false;
      }
      int count = unvisited(graph.read(level, Scored.row(next), bound, links));
      score(rows, scorer, count);
      for (int i = 0; i < count; i++) {
        offer(Scored.of(raws[i], links[i]), width, acceptor);
      }
    }
    return true;
  }

  /** Whether the last search found no node. */
  boolean foundNone() {
    return best.isEmpty();
  }

  /** How many the last search found. */
  int found() {
    return best.size();
  }

  /** Hands over what the last search found, best first, and returns how many. */
  int drain(long[] into) {
    return best.drainDescending(into);
  }

  private void offer(long scoredRow, int width, Acceptor acceptor) {
    if (best.size() < width) {
      frontier.push(~scoredRow);
      if (acceptor.accepts(Scored.row(scoredRow))) {
        best.push(scoredRow);
      }
    } else if (scoredRow > best.least()) {
      frontier.push(~scoredRow);
      if (acceptor.accepts(Scored.row(scoredRow))) {
        best.replaceLeast(scoredRow);
      }
    }
  }

  /** Moves the links not visited before to the front, and returns how many there are. */
  private int unvisited(int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (visited.add(links[i])) {
        links[kept++] = links[i];
      }
    }
    return kept;
  }

  private void score(Columns<?> rows, Scorer scorer, int count) {
    scorer.raws(rows.vectors, rows.inverseNorms, links, count, raws);
    scored += count;
  }
}
