package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads one JSON text. */
final class JsonParser {
  private final TextCursor in;
  private final int nesting;

  /** The names and indexes that lead to where the parser is. */
  private final List<Object> steps = new ArrayList<>();

  /**
   * @param nesting most levels of objects and arrays
   */
  JsonParser(String text, int nesting) {
    this.in = new TextCursor("JSON", text);
    this.nesting = nesting;
  }

  Value document() {
    try {
      in.skipBlanks();
      Value value = value();
      in.skipBlanks();
      in.expectEnd();
      return value;
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(e.getMessage() + ", at " + path(), e);
    }
  }

  private String path() {
    return NormalizedPath.of(steps);
  }

  private Value value() {
    int c = in.peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> Value.of(string());
      case 't' -> literal("true", Value.of(true));
      case 'f' -> literal("false", Value.of(false));
      case 'n' -> literal("null", Value.nil());
      default -> number();
    };
  }

  private String string() {
    in.expect('"');
    return in.string('"');
  }

  private Value literal(String word, Value value) {
    if (!in.take(word)) {
      throw in.error("has an unknown word");
    }
    return value;
  }

  private Value number() {
    if (in.peek() != '-' && !TextCursor.isDigit(in.peek())) {
      throw in.error("has no value");
    }
    String literal = in.number();
    Value value = Decimals.valueOf(literal);
    if (value == null) {
      throw in.error(
          "has the number " + literal + ", which neither a long nor a double holds as written");
    }
    return value;
  }

  private void enter() {
    if (steps.size() == nesting) {
      throw new LimitExceededException(
          "nesting of JSON, at " + path(), nesting, nesting + 1L, "flatten it");
    }
    steps.add(0);
    in.next();
    in.skipBlanks();
  }

  /** Passes a comma or the closing bracket, and says whether it was the comma. */
  private boolean goesOn(char closing) {
    in.skipBlanks();
    if (in.take(',')) {
      in.skipBlanks();
      return true;
    }
    in.expect(closing);
    steps.remove(steps.size() - 1);
    return false;
  }

  private Value array() {
    enter();
    List<Value> items = new ArrayList<>();
    if (in.take(']')) {
      steps.remove(steps.size() - 1);
      return Value.list(items);
    }
    do {
      steps.set(steps.size() - 1, items.size());
      items.add(value());
    } while (goesOn(']'));
    return Value.list(items);
  }

  private Value object() {
    enter();
    if (in.take('}')) {
      steps.remove(steps.size() - 1);
      return Value.emptyMap();
    }
    List<String> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    do {
      String name = string();
      steps.set(steps.size() - 1, name);
      in.skipBlanks();
      in.expect(':');
      in.skipBlanks();
      names.add(name);
      values.add(value());
    } while (goesOn('}'));
    return map(names, values);
  }

  private Value map(List<String> names, List<Value> values) {
    Integer[] order = new Integer[names.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(names::get, Utf8::compare));
    String[] sortedNames = new String[order.length];
    Value[] sortedValues = new Value[order.length];
    for (int i = 0; i < order.length; i++) {
      sortedNames[i] = names.get(order[i]);
      sortedValues[i] = values.get(order[i]);
      if (i > 0 && sortedNames[i].equals(sortedNames[i - 1])) {
        steps.add(sortedNames[i]);
        throw in.error("has the name \"" + sortedNames[i] + "\" twice in one object");
      }
    }
    return SharedArrays.adoptMap(sortedNames, sortedValues);
  }
}
