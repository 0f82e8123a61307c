package dev.tidemark.json;

import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a document should be: maps, lists and scalars that are changed in place. */
final class PlainTree {
  private final Map<String, Object> root = new TreeMap<>();

  /** What lies at a path of names and indexes; null if nothing. */
  Object at(List<Object> path) {
    Object reached = root;
    for (Object step : path) {
      reached = reached == null ? null : child(reached, step);
    }
    return reached;
  }

  private static Object child(Object container, Object step) {
    if (step instanceof String name) {
      return container instanceof Map<?, ?> map ? map.get(name) : null;
    }
    int index = (Integer) step;
    return container instanceof List<?> list && index < list.size() ? list.get(index) : null;
  }

  /**
   * Sets a part, with the objects that are missing on the way.
   *
   * @return the path written: of the first container or part that was not there, or of the array
   *     that grew; null if it cannot be set
   */
  @SuppressWarnings("unchecked") // Maps and lists of the tree hold anything.
  List<Object> set(List<Object> path, Object value) {
    for (int depth = 0; depth < path.size(); depth++) {
      List<Object> above = path.subList(0, depth);
      Object container = at(above);
      Object step = path.get(depth);
      boolean last = depth == path.size() - 1;
      boolean missing = child(container, step) == null;
      if (container instanceof Map<?, ?> && step instanceof String name) {
        Map<String, Object> map = (Map<String, Object>) container;
        if (last || missing) {
          Object part = made(path, depth + 1, value);
          if (part == null) {
            return null;
          }
          map.put(name, part);
          return path.subList(0, depth + 1);
        }
      } else if (container instanceof List<?> && step instanceof Integer index) {
        List<Object> list = (List<Object>) container;
        if (missing && !(last && index == list.size())) {
          return null;
        } else if (missing) {
          list.add(value);
          return above;
        } else if (last) {
          list.set(index, value);
          return path;
        }
      } else {
        return null;
      }
    }
    return null;
  }

  private static Object made(List<Object> path, int from, Object value) {
    Object whole = value;
    for (int i = path.size() - 1; i >= from; i--) {
      if (path.get(i) instanceof String name) {
        whole = new TreeMap<>(Map.of(name, whole));
      } else if (i == path.size() - 1 && path.get(i).equals(0)) {
        whole = new ArrayList<>(List.of(whole));
      } else {
        return null;
      }
    }
    return whole;
  }

  /** Removes a part; the path written, null if there is none. */
  List<Object> remove(List<Object> path) {
    if (at(path) == null) {
      return null;
    }
    List<Object> above = path.subList(0, path.size() - 1);
    Object last = path.get(path.size() - 1);
    if (at(above) instanceof List<?> list) {
      list.remove((int) last);
      return above;
    }
    ((Map<?, ?>) at(above)).remove(last);
    return path;
  }

  Value toValue() {
    return value(root);
  }

  static Value value(Object part) {
    if (part instanceof Map<?, ?> map) {
      Map<String, Value> values = new TreeMap<>();
      map.forEach((name, inner) -> values.put((String) name, value(inner)));
      return Value.map(values);
    } else if (part instanceof List<?> list) {
      return Value.list(list.stream().map(PlainTree::value).toList());
    }
    return Value.from(part);
  }

  /** A part of a tree of its own, so that changes of one are none of the other. */
  static Object copy(Object part) {
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach((name, inner) -> copy.put((String) name, copy(inner)));
      return copy;
    } else if (part instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copy(item)));
      return copy;
    }
    return part;
  }
}
