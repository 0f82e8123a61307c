package dev.tidemark.trace;

import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.types.KeyRange;
import java.util.ArrayList;
import java.util.List;

/** Collects what followed from a trace, level by level, within bounds, all at one view. */
final class TreeWalk {
  private final PinnedScope view;
  private final int mostLevels;
  private final int mostTraces;
  private final List<Node> nodes = new ArrayList<>();

  private static final class Node {
    private final TraceId id;
    private final int level;
    private final List<Node> children = new ArrayList<>();
    private boolean cut;
    private TraceTree tree;

    Node(TraceId id, int level) {
      this.id = id;
      this.level = level;
    }
  }

  /**
   * @param mostLevels below the root
   * @param mostTraces with the root
   */
  TreeWalk(PinnedScope view, int mostLevels, int mostTraces) {
    this.view = view;
    this.mostLevels = mostLevels;
    this.mostTraces = mostTraces;
  }

  TraceTree from(TraceId root) {
    nodes.add(new Node(root, 0));
    for (int i = 0; i < nodes.size(); i++) {
      addChildren(nodes.get(i));
    }
    for (int i = nodes.size() - 1; i >= 0; i--) { // Children come after their parents.
      finish(nodes.get(i));
    }
    return nodes.get(0).tree;
  }

  private void addChildren(Node parent) {
    view.scan(
        TraceStore.INDEX,
        KeyRange.prefix(TraceKeys.parentPrefix(parent.id)),
        (key, value, version, time) -> {
          parent.cut = parent.level == mostLevels || nodes.size() == mostTraces;
          return !parent.cut && add(parent, TraceKeys.id(key));
        });
  }

  private boolean add(Node parent, TraceId id) {
    Node child = new Node(id, parent.level + 1);
    nodes.add(child);
    return parent.children.add(child);
  }

  private void finish(Node node) {
    List<TraceTree> children = node.children.stream().map(child -> child.tree).toList();
    boolean truncated = node.cut || children.stream().anyMatch(TraceTree::truncated);
    node.tree = new TraceTree(TraceStore.indexed(view, node.id), children, truncated);
  }
}
