package dev.tidemark.runs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Selects benchmark ids by patterns. In a glob, {@code *} stands for any characters including
 * {@code /} and {@code {a,b}} for either text; {@code re:} starts a regular expression; both must
 * match the whole id. A leading {@code !} excludes. An id is selected when an including pattern
 * matches it, or there is none, and no excluding one does.
 */
public final class IdFilter {

  private static final int SUGGESTIONS = 3;

  private final List<Rule> includes = new ArrayList<>();
  private final List<Rule> excludes = new ArrayList<>();

  private record Rule(String text, Pattern pattern) {
    boolean matches(String id) {
      return pattern.matcher(id).matches();
    }
  }

  private IdFilter(List<String> patterns) {
    for (String text : patterns) {
      boolean exclude = text.startsWith("!");
      Rule rule = new Rule(text, compile(text, exclude ? text.substring(1) : text));
      (exclude ? excludes : includes).add(rule);
    }
  }

  /**
   * A filter of these patterns; without any it selects everything.
   *
   * @throws IllegalArgumentException if a pattern is blank, has an unclosed brace or is no regular
   *     expression
   */
  public static IdFilter of(List<String> patterns) {
    return new IdFilter(patterns);
  }

  /** Whether the filter selects the id. */
  public boolean matches(String id) {
    return (includes.isEmpty() || includes.stream().anyMatch(rule -> rule.matches(id)))
        && excludes.stream().noneMatch(rule -> rule.matches(id));
  }

  /**
   * The selected ids in their order.
   *
   * @throws IllegalArgumentException if nothing is selected or an including pattern matches
   *     nothing; the message names the pattern and the three nearest ids
   */
  public List<String> select(Collection<String> ids) {
    List<String> unmatched = unmatched(ids);
    if (!unmatched.isEmpty()) {
      String pattern = unmatched.get(0);
      throw new IllegalArgumentException(
          "no id matches \"" + pattern + "\"; the nearest are " + nearest(pattern, ids));
    }
    List<String> selected = ids.stream().filter(this::matches).toList();
    if (selected.isEmpty()) {
      throw new IllegalArgumentException(
          "the filter leaves none of " + ids.size() + " ids; drop one of its exclusions");
    }
    return selected;
  }

  /** The including patterns that match none of the ids. */
  public List<String> unmatched(Collection<String> ids) {
    return includes.stream()
        .filter(rule -> ids.stream().noneMatch(rule::matches))
        .map(Rule::text)
        .toList();
  }

  /** The three ids with the smallest edit distance to the text, nearest first. */
  public static List<String> nearest(String text, Collection<String> ids) {
    return ids.stream()
        .sorted(
            Comparator.<String>comparingInt(id -> editDistance(text, id))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SUGGESTIONS)
        .toList();
  }

  private static Pattern compile(String text, String body) {
    if (body.isBlank()) {
      throw new IllegalArgumentException("filter \"" + text + "\" is blank; name an id or a glob");
    }
    if (!body.startsWith("re:")) {
      return Pattern.compile(globToRegex(text, body));
    }
    try {
      return Pattern.compile(body.substring(3));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "filter \"" + text + "\" is no regular expression: " + e.getDescription(), e);
    }
  }

  private static String globToRegex(String text, String glob) {
    StringBuilder regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < glob.length() && depth >= 0; i++) {
      char c = glob.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      regex.append(translate(c, depth > 0));
    }
    if (depth != 0) {
      throw new IllegalArgumentException(
          "filter \"" + text + "\" has an unpaired brace; alternatives are written {a,b}");
    }
    return regex.toString();
  }

  private static String translate(char c, boolean inBraces) {
    if (c == '*') {
      return ".*";
    }
    if (c == '{') {
      return "(?:";
    }
    if (c == '}') {
      return ")";
    }
    return c == ',' && inBraces ? "|" : Pattern.quote(String.valueOf(c));
  }

  /** Levenshtein distance, one row at a time. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(diagonal, row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
