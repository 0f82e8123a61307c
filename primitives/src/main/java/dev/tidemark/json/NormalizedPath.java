package dev.tidemark.json;

import dev.tidemark.types.ValuePath;
import java.util.List;

/** Normalized paths of RFC 9535: one text for each place in a document. */
final class NormalizedPath {
  private NormalizedPath() {}

  static String of(ValuePath path) {
    StringBuilder text = new StringBuilder("$");
    for (ValuePath.Step step : path.steps()) {
      text.append(step instanceof ValuePath.Name name ? step(name.name()) : step.toString());
    }
    return text.toString();
  }

  /**
   * The path of these steps.
   *
   * @param steps a String for a member of an object, a whole number for an item of an array
   */
  static String of(List<?> steps) {
    StringBuilder text = new StringBuilder("$");
    for (Object step : steps) {
      text.append(step instanceof String name ? step(name) : "[" + step + "]");
    }
    return text.toString();
  }

  static String step(int index) {
    return "[" + index + "]";
  }

  static String step(String name) {
    StringBuilder text = new StringBuilder("['");
    for (int i = 0; i < name.length(); i++) {
      appendEscaped(name.charAt(i), '\'', text);
    }
    return text.append("']").toString();
  }

  /** Appends a character of a string as it stands between these quotes. */
  static void appendEscaped(char c, char quote, StringBuilder text) {
    switch (c) {
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      case '\\' -> text.append("\\\\");
      default -> {
        if (c == quote) {
          text.append('\\').append(c);
        } else if (c < ' ') {
          text.append("\\u%04x".formatted((int) c));
        } else {
          text.append(c);
        }
      }
    }
  }
}
