package dev.tidemark.storage;

import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths that a commit wrote in one value. Few are looked through; many are looked up step by
 * step, since whoever asks may have relied on as many.
 */
final class WrittenPaths {
  static final int FEW = 8;

  private final List<ValuePath> few;
  private final Node many;

  WrittenPaths(List<ValuePath> paths) {
    boolean areFew = paths.size() <= FEW;
    few = areFew ? paths : List.of();
    many = areFew ? null : tree(paths);
  }

  private static final class Node {
    /** Most nodes are ends without a step. */
    private Map<Step, Node> steps = Map.of();

    /** Whether one of the paths ends here. */
    private boolean isEnd;

    private Node made(Step step) {
      if (steps.isEmpty()) {
        steps = new HashMap<>();
      }
      return steps.computeIfAbsent(step, s -> new Node());
    }
  }

  private static Node tree(List<ValuePath> paths) {
    Node root = new Node();
    for (ValuePath path : paths) {
      Node node = root;
      for (Step step : path.steps()) {
        node = node.made(step);
      }
      node.isEnd = true;
    }
    return root;
  }

  /** Whether a path {@link ValuePath#overlaps} one of them. */
  boolean overlaps(ValuePath path) {
    if (many == null) {
      return few.stream().anyMatch(path::overlaps);
    }
    Node node = many;
    for (Step step : path.steps()) {
      if (node.isEnd) {
        return true;
      }
      node = node.steps.get(step);
      if (node == null) {
        return false;
      }
    }
    return true;
  }
}
