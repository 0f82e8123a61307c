package dev.tidemark.types;

import java.util.List;

/**
 * A change of one part of a value. It copies the containers on its path and shares all else.
 *
 * @param path where, not the root
 * @param value the new part, or null to remove the part
 */
public record Change(Path path, Value value) {
  public Change {
    if (path.isRoot()) {
      throw new InvalidArgumentException(
          "a change needs a path below the root; use put or delete for the whole value");
    }
  }

  /**
   * The value with this change made.
   *
   * @throws NotFoundException if the path leads nowhere: a container on it is missing or of another
   *     kind, the part to remove does not exist, or an index lies beyond the end of its list
   */
  public Value onto(Value root) {
    return onto(root, 0);
  }

  private Value onto(Value container, int depth) {
    List<Path.Step> steps = path.steps();
    Path.Step step = steps.get(depth);
    Value part = value;
    if (depth < steps.size() - 1) {
      Value inner = step.in(container);
      part = inner == null ? null : onto(inner, depth + 1);
    }
    boolean reached = part != null || depth == steps.size() - 1;
    Value changed = reached ? step.replacedIn(container, part) : null;
    if (changed == null) {
      throw nowhere(container, depth);
    }
    return changed;
  }

  private NotFoundException nowhere(Value container, int depth) {
    Path reached = new Path(path.steps().subList(0, depth));
    return new NotFoundException(
        "path "
            + path
            + " leads nowhere: "
            + reached
            + ", "
            + describe(container)
            + ", has no "
            + path.steps().get(depth)
            + "; "
            + (value == null ? "nothing is there to remove" : "set what lies before it first"));
  }

  private static String describe(Value container) {
    if (container instanceof Value.MapValue map) {
      return "a map of " + map.size();
    } else if (container instanceof Value.ListValue list) {
      return "a list of " + list.size();
    }
    return "neither map nor list";
  }

  /**
   * What this change writes of a value it is made onto: its path; but all of a list whose items it
   * moves or adds to.
   */
  public Path written(Value root) {
    Path parent = path.parent();
    boolean reshapes = value == null || path.in(root) == null;
    return reshapes && parent.in(root) instanceof Value.ListValue ? parent : path;
  }
}
