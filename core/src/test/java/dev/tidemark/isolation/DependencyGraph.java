package dev.tidemark.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Which transaction must come before which, and why. */
final class DependencyGraph {
  /** Why one comes before the other. */
  enum Kind {
    /** The other wrote over it. */
    WW,
    /** The other read what it wrote. */
    WR,
    /** The other wrote over what it read. */
    RW,
    /** The other began after it had ended. */
    RT
  }

  /** The transaction {@code from} comes before {@code to}. */
  record Edge(int from, int to, Kind kind) {}

  private final List<List<Edge>> outgoing = new ArrayList<>();
  private int[] components;

  /** Adds a node and returns its number. */
  int addNode() {
    outgoing.add(new ArrayList<>());
    return outgoing.size() - 1;
  }

  void add(int from, int to, Kind kind) {
    if (from != to) {
      outgoing.get(from).add(new Edge(from, to, kind));
    }
  }

  /** The edges that lie on circles. To be called after the last edge was added, before a search. */
  List<Edge> cyclicEdges() {
    components = components();
    return outgoing.stream().flatMap(List::stream).filter(this::isCyclic).toList();
  }

  private boolean isCyclic(Edge edge) {
    return components[edge.from()] == components[edge.to()];
  }

  /** A number per node, equal for nodes that reach each other (Kosaraju and Sharir). */
  private int[] components() {
    List<List<Edge>> incoming = new ArrayList<>();
    outgoing.forEach(any -> incoming.add(new ArrayList<>()));
    for (List<Edge> edges : outgoing) {
      for (Edge edge : edges) {
        incoming.get(edge.to()).add(new Edge(edge.to(), edge.from(), edge.kind()));
      }
    }
    int[] component = new int[outgoing.size()];
    Arrays.fill(component, -1);
    for (int root : finishingOrder()) {
      Deque<Integer> reached = new ArrayDeque<>(List.of(root));
      while (!reached.isEmpty()) {
        int node = reached.pop();
        if (component[node] < 0) {
          component[node] = root;
          incoming.get(node).forEach(edge -> reached.push(edge.to()));
        }
      }
    }
    return component;
  }

  /** The nodes, those that a depth-first walk leaves last first. */
  private Deque<Integer> finishingOrder() {
    Deque<Integer> finished = new ArrayDeque<>();
    boolean[] entered = new boolean[outgoing.size()];
    for (int root = 0; root < entered.length; root++) {
      if (!entered[root]) {
        walk(root, entered, finished);
      }
    }
    return finished;
  }

  private void walk(int root, boolean[] entered, Deque<Integer> finished) {
    Deque<Integer> path = new ArrayDeque<>(List.of(root));
    Deque<Iterator<Edge>> ahead = new ArrayDeque<>(List.of(outgoing.get(root).iterator()));
    entered[root] = true;
    while (!path.isEmpty()) {
      if (ahead.element().hasNext()) {
        int next = ahead.element().next().to();
        if (!entered[next]) {
          entered[next] = true;
          path.push(next);
          ahead.push(outgoing.get(next).iterator());
        }
      } else {
        ahead.pop();
        finished.push(path.pop());
      }
    }
  }

  /** A shortest circle through an edge, otherwise over edges of some kinds; empty if none. */
  List<Edge> circle(Edge first, Set<Kind> kinds) {
    return circle(first, kinds, true);
  }

  /** A shortest circle through an edge in which no RW edge follows another; empty if none. */
  List<Edge> circleWithoutAdjacentReads(Edge first) {
    return circle(first, EnumSet.of(Kind.WW, Kind.WR, Kind.RW), false);
  }

  /** Breadth first over pairs of a node and whether it was entered by an RW edge. */
  private List<Edge> circle(Edge first, Set<Kind> kinds, boolean adjacentReads) {
    Edge[] entered = new Edge[2 * outgoing.size()];
    int[] cameFrom = new int[entered.length];
    Deque<Integer> reached = new ArrayDeque<>();
    int start = state(first);
    entered[start] = first;
    cameFrom[start] = -1;
    reached.add(start);
    while (!reached.isEmpty()) {
      int state = reached.remove();
      boolean afterRead = state % 2 == 1;
      for (Edge edge : outgoing.get(state / 2)) {
        boolean adjacent = afterRead && edge.kind() == Kind.RW;
        int next = state(edge);
        if (!isCyclic(edge)
            || !kinds.contains(edge.kind())
            || (adjacent && !adjacentReads)
            || entered[next] != null) {
          continue;
        }
        entered[next] = edge;
        cameFrom[next] = state;
        if (edge.to() == first.from()
            && (adjacentReads || first.kind() != Kind.RW || edge.kind() != Kind.RW)) {
          return trace(next, entered, cameFrom);
        }
        reached.add(next);
      }
    }
    return List.of();
  }

  private static int state(Edge entering) {
    return 2 * entering.to() + (entering.kind() == Kind.RW ? 1 : 0);
  }

  private static List<Edge> trace(int last, Edge[] entered, int[] cameFrom) {
    List<Edge> circle = new ArrayList<>();
    for (int state = last; state >= 0; state = cameFrom[state]) {
      circle.add(0, entered[state]);
    }
    return circle;
  }
}
