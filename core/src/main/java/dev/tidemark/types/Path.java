package dev.tidemark.types;

import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a part of a value lies: the map names and list indexes that lead to it from the value's
 * root.
 *
 * @param steps at most {@link Value#MAX_DEPTH}; none for the whole value
 */
public record Path(List<Step> steps) {
  private static final Path ROOT = new Path(List.of());

  public Path {
    steps = List.copyOf(steps);
    if (steps.size() > Value.MAX_DEPTH) {
      throw new LimitExceededException(
          "a path in steps", Value.MAX_DEPTH, steps.size(), "no value is nested that deep");
    }
  }

  /** One step from a container into one of its parts. */
  public sealed interface Step {
    /** The part of a container that this step leads to, or null if it has none. */
    Value in(Value container);

    /**
     * A container with this part set, made if it is the next that the container has room for; or
     * without it. Null if the container is of another kind or the step leads outside it.
     *
     * @param part the new part, or null to remove it
     */
    Value replacedIn(Value container, Value part);
  }

  /** Into a map, by name. */
  public record Name(String name) implements Step {
    public Name {
      Utf8.requireWellFormed(Objects.requireNonNull(name, "name"), "name in a path");
    }

    @Override
    public Value in(Value container) {
      return container instanceof MapValue map ? map.get(name) : null;
    }

    @Override
    public Value replacedIn(Value container, Value part) {
      if (!(container instanceof MapValue map)) {
        return null;
      } else if (part != null) {
        return map.with(name, part);
      }
      return map.get(name) == null ? null : map.without(name);
    }

    @Override
    public String toString() {
      return "." + name;
    }
  }

  /** Into a list, by index from 0. */
  public record Index(int index) implements Step {
    public Index {
      if (index < 0) {
        throw new InvalidArgumentException("index " + index + " in a path is negative");
      }
    }

    @Override
    public Value in(Value container) {
      return container instanceof ListValue list && index < list.size() ? list.get(index) : null;
    }

    @Override
    public Value replacedIn(Value container, Value part) {
      if (!(container instanceof ListValue list)) {
        return null;
      } else if (part != null) {
        return index <= list.size() ? list.with(index, part) : null;
      }
      return index < list.size() ? list.without(index) : null;
    }

    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** The path of the whole value. */
  public static Path root() {
    return ROOT;
  }

  /**
   * A path of these steps: a String for a map name, an Integer for a list index.
   *
   * @throws InvalidArgumentException for a step of another type, or a negative index
   */
  public static Path of(Object... steps) {
    List<Step> typed = new ArrayList<>(steps.length);
    for (Object step : steps) {
      if (step instanceof String name) {
        typed.add(new Name(name));
      } else if (step instanceof Integer index) {
        typed.add(new Index(index));
      } else {
        throw new InvalidArgumentException(
            "path step " + step + " is neither a String, for a map, nor an Integer, for a list");
      }
    }
    return new Path(typed);
  }

  public boolean isRoot() {
    return steps.isEmpty();
  }

  /** The path of the container this one leads into; the root has none. */
  public Path parent() {
    return new Path(steps.subList(0, steps.size() - 1));
  }

  /**
   * Whether one of the two leads to, or through, where the other leads: a change there is both's.
   */
  public boolean overlaps(Path other) {
    int common = Math.min(steps.size(), other.steps.size());
    return steps.subList(0, common).equals(other.steps.subList(0, common));
  }

  /**
   * The part of a value at this path, or null if there is none.
   *
   * @param root the value, or null
   */
  public Value in(Value root) {
    Value part = root;
    for (int i = 0; i < steps.size() && part != null; i++) {
      part = steps.get(i).in(part);
    }
    return part;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("$");
    steps.forEach(text::append);
    return text.toString();
  }
}
