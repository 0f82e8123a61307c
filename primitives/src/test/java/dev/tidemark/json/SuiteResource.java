package dev.tidemark.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The files of published test suites. */
final class SuiteResource {
  private SuiteResource() {}

  static String text(String name) {
    try (InputStream in = SuiteResource.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of the items of an array, which need not be parsed to be told apart. */
  static List<String> items(String array) {
    List<String> items = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < array.length(); i++) {
      char c = array.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        depth++;
        start = depth == 2 ? i : start;
      } else if (c == ']' || c == '}') {
        depth--;
        if (depth == 1) {
          items.add(array.substring(start, i + 1));
        }
      }
    }
    return items;
  }
}
