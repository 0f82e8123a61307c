package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.util.Objects;

/**
 * JSON text and values. An object is a map, an array a list, an integer a 64-bit long, any other
 * number a double; so what {@link #print} writes, {@link #parse} reads back as an equal value.
 */
public final class Json {
  /** Most levels of objects and arrays in a document. */
  static final int MAX_DEPTH = 100;

  private Json() {}

  /**
   * The value of a text that is JSON as RFC 8259 has it.
   *
   * @throws InvalidArgumentException if it is not; if an object has a name twice; or for a number
   *     that neither a long nor a double holds as it is written: an integer beyond 64 bits, or a
   *     decimal that is not its double rounded to 18 digits or fewer. What JavaScript, Python and
   *     Java print is taken. Names the path and what is there
   * @throws LimitExceededException if it is nested more than 100 levels deep
   */
  public static Value parse(String text) {
    return new JsonParser(text, MAX_DEPTH).document();
  }

  /**
   * The text of a value, without blanks, names in their order.
   *
   * @throws InvalidArgumentException if the value holds bytes, a vector, NaN or an infinity, naming
   *     its path
   */
  public static String print(Value value) {
    requireJson(value, "value");
    return JsonPrinter.print(value);
  }

  /**
   * Refuses what JSON has no form for.
   *
   * @param what names the value in the error
   */
  static void requireJson(Value value, String what) {
    Objects.requireNonNull(value, what);
    StringBuilder path = new StringBuilder();
    String found = foreign(value, path);
    if (found != null) {
      throw new InvalidArgumentException(
          what
              + " has "
              + found
              + " at $"
              + path
              + "; JSON has null, booleans, finite numbers, strings, arrays and objects");
    }
  }

  /** Refuses what has more levels of containers than it may. */
  static void requireNesting(Value value, int most, String what) {
    if (value.depth() > most) {
      throw new LimitExceededException(
          "nesting of " + what, most, value.depth(), "flatten it or split it over documents");
    }
  }

  /** What of a value JSON has no form for, with the path to it put in front; else null. */
  private static String foreign(Value value, StringBuilder path) {
    if (value instanceof Value.MapValue map) {
      for (int i = 0; i < map.size(); i++) {
        String found = foreign(map.value(i), path);
        if (found != null) {
          path.insert(0, NormalizedPath.step(map.name(i)));
          return found;
        }
      }
    } else if (value instanceof Value.ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        String found = foreign(list.get(i), path);
        if (found != null) {
          path.insert(0, NormalizedPath.step(i));
          return found;
        }
      }
    } else if (value instanceof Value.DoubleValue number && !Double.isFinite(number.value())) {
      return "the number " + number.value();
    } else if (value instanceof Value.BytesValue || value instanceof Value.VectorValue) {
      return "a value of type " + value.getClass().getSimpleName();
    }
    return null;
  }

  /** What kind of JSON a value is, for messages. */
  static String kindOf(Value value) {
    if (value instanceof Value.MapValue) {
      return "an object";
    } else if (value instanceof Value.ListValue list) {
      return "an array of " + list.size();
    } else if (value instanceof Value.StringValue) {
      return "a string";
    } else if (value instanceof Value.NullValue) {
      return "null";
    }
    return value instanceof Value.BoolValue ? "a boolean" : "a number";
  }
}
