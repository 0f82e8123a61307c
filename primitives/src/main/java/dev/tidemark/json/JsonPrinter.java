package dev.tidemark.json;

import dev.tidemark.types.Value;

/** Writes values as JSON text. */
final class JsonPrinter {
  private final StringBuilder out = new StringBuilder();

  private JsonPrinter() {}

  static String print(Value value) {
    JsonPrinter printer = new JsonPrinter();
    printer.value(value);
    return printer.out.toString();
  }

  private void value(Value value) {
    if (value instanceof Value.MapValue map) {
      map(map);
    } else if (value instanceof Value.ListValue list) {
      list(list);
    } else if (value instanceof Value.StringValue text) {
      string(text.value());
    } else if (value instanceof Value.LongValue number) {
      out.append(number.value());
    } else if (value instanceof Value.DoubleValue number) {
      out.append(Decimals.shortest(number.value()));
    } else if (value instanceof Value.BoolValue bool) {
      out.append(bool.value());
    } else {
      out.append("null");
    }
  }

  private void map(Value.MapValue map) {
    out.append('{');
    for (int i = 0; i < map.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      string(map.name(i));
      out.append(':');
      value(map.value(i));
    }
    out.append('}');
  }

  private void list(Value.ListValue list) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(list.get(i));
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      NormalizedPath.appendEscaped(text.charAt(i), '"', out);
    }
    out.append('"');
  }
}
