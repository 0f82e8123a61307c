package dev.tidemark.json;

import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What RFC 7396 and RFC 6902 make of a document, read off their text and as slow as that. */
final class PatchReference {
  /** An operation cannot be done. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  private PatchReference() {}

  /** The pseudo code of RFC 7396, section 2; null is no value at all. */
  static Value merge(Value target, Value patch) {
    if (!(patch instanceof MapValue)) {
      return patch;
    }
    Map<String, Value> members = target instanceof MapValue ? members(target) : new TreeMap<>();
    members(patch)
        .forEach(
            (name, value) -> {
              if (value.equals(Value.nil())) {
                members.remove(name);
              } else {
                members.put(name, merge(members.get(name), value));
              }
            });
    return Value.map(members);
  }

  /** RFC 6902; without its root a document is null. */
  static Value patch(Value document, Value patch) {
    Value result = document;
    for (Value operation : items(patch)) {
      Map<String, Value> members = members(operation);
      String path = text(members.get("path"));
      result =
          switch (text(members.get("op"))) {
            case "add" -> add(result, tokens(path), members.get("value"));
            case "remove" -> remove(result, tokens(path));
            case "replace" -> replace(result, tokens(path), members.get("value"));
            case "copy" -> add(result, tokens(path), get(result, from(members)));
            case "move" -> move(result, from(members), tokens(path));
            case "test" -> test(result, tokens(path), members.get("value"));
            default -> throw new Refused("unknown operation");
          };
    }
    return result;
  }

  private static List<String> from(Map<String, Value> members) {
    return tokens(text(members.get("from")));
  }

  private static Value move(Value document, List<String> from, List<String> path) {
    Value value = get(document, from);
    if (from.equals(path)) {
      return document;
    } else if (from.size() < path.size() && path.subList(0, from.size()).equals(from)) {
      throw new Refused("into itself");
    }
    return add(remove(document, from), path, value);
  }

  private static Value test(Value document, List<String> path, Value value) {
    if (!get(document, path).equals(value)) {
      throw new Refused("another value");
    }
    return document;
  }

  private static Value replace(Value document, List<String> path, Value value) {
    get(document, path);
    return path.isEmpty() ? value : add(remove(document, path), path, value);
  }

  private static Value get(Value node, List<String> path) {
    return path.isEmpty() ? node : get(child(node, path.get(0)), rest(path));
  }

  private static Value add(Value node, List<String> path, Value value) {
    if (path.isEmpty()) {
      return value;
    }
    String token = path.get(0);
    if (path.size() > 1) {
      return with(node, token, add(child(node, token), rest(path), value));
    } else if (node instanceof MapValue) {
      return with(node, token, value);
    }
    List<Value> items = items(node);
    items.add(token.equals("-") ? items.size() : index(token, items.size() + 1), value);
    return Value.list(items);
  }

  private static Value remove(Value node, List<String> path) {
    if (path.isEmpty()) {
      return Value.nil();
    }
    String token = path.get(0);
    Value child = child(node, token);
    if (path.size() > 1) {
      return with(node, token, remove(child, rest(path)));
    } else if (node instanceof MapValue) {
      Map<String, Value> members = members(node);
      members.remove(token);
      return Value.map(members);
    }
    List<Value> items = items(node);
    items.remove(index(token, items.size()));
    return Value.list(items);
  }

  private static Value child(Value node, String token) {
    if (node instanceof MapValue) {
      Value member = members(node).get(token);
      if (member == null) {
        throw new Refused("no such member");
      }
      return member;
    }
    List<Value> items = items(node);
    return items.get(index(token, items.size()));
  }

  private static Value with(Value node, String token, Value child) {
    if (node instanceof MapValue) {
      Map<String, Value> members = members(node);
      members.put(token, child);
      return Value.map(members);
    }
    List<Value> items = items(node);
    items.set(index(token, items.size()), child);
    return Value.list(items);
  }

  private static int index(String token, int size) {
    if (!token.matches("0|[1-9][0-9]*")) {
      throw new Refused("no index");
    }
    int index = token.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(token);
    if (index >= size) {
      throw new Refused("beyond the array");
    }
    return index;
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  private static List<String> tokens(String pointer) {
    if (pointer.isEmpty()) {
      return List.of();
    }
    List<String> tokens = new ArrayList<>();
    for (String token : pointer.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
  }

  private static String text(Value value) {
    return ((Value.StringValue) value).value();
  }

  static Map<String, Value> members(Value object) {
    MapValue map = (MapValue) object;
    Map<String, Value> members = new TreeMap<>();
    for (int i = 0; i < map.size(); i++) {
      members.put(map.name(i), map.value(i));
    }
    return members;
  }

  static List<Value> items(Value array) {
    if (!(array instanceof ListValue list)) {
      throw new Refused("no container");
    }
    List<Value> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }
}
