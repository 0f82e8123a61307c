package dev.tidemark.bench.support.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The text of a {@code @BenchId} with its parameters in braces. */
record IdTemplate(String text) {
  private static final Pattern HOLE = Pattern.compile("\\{([^{}:]+)(:exact)?}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final long MILLION = 1_000_000;
  private static final long THOUSAND = 1_000;

  String fill(Map<String, String> parameters) {
    return HOLE.matcher(text).replaceAll(hole -> value(hole, parameters));
  }

  private String value(MatchResult hole, Map<String, String> parameters) {
    String value = parameters.get(hole.group(1));
    if (value == null) {
      throw new IllegalStateException(
          "@BenchId \""
              + text
              + "\" names no @Param: "
              + hole.group(1)
              + " of "
              + parameters.keySet());
    }
    boolean exact = hole.group(2) != null;
    return NUMBER.matcher(value).matches() && !exact
        ? shorten(Long.parseLong(value))
        : value.toLowerCase(Locale.ROOT);
  }

  private static String shorten(long number) {
    if (number % MILLION == 0) {
      return number / MILLION + "m";
    }
    return number % THOUSAND == 0 ? number / THOUSAND + "k" : String.valueOf(number);
  }
}
