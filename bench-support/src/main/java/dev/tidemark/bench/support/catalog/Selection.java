package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.Profile;
import dev.tidemark.runs.IdFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Which ids of a catalogue the user asked for. All that is given must hold; lists that are empty
 * ask for nothing.
 *
 * @param profile null for all ids where patterns or ids are given, and the standard ones otherwise
 * @param suites suites of the jar
 * @param tiers names of tiers, or {@code json}, {@code search}, {@code vector} for those suites
 * @param patterns filters over ids, or expressions that occur in JMH's names
 * @param ids exact ids
 */
public record Selection(
    Profile profile,
    List<String> suites,
    List<String> tiers,
    List<String> patterns,
    List<String> ids) {
  /** What the command line calls a tier and is all of a suite. */
  private static final Map<String, String> SUITES_OF_TIERS =
      Map.of("json", "m5", "search", "m6", "vector", "m8");

  /** The names {@code tiers} may have. */
  public static final List<String> TIERS =
      List.of("a0", "a1", "b", "c", "d", "json", "search", "vector");

  /** Whether less than a whole profile of the chosen suites is meant. */
  public boolean isAdhoc() {
    return !tiers.isEmpty() || isByName();
  }

  private boolean isByName() {
    return !patterns.isEmpty() || !ids.isEmpty();
  }

  /** The profile that decides about rounds. */
  public Profile effectiveProfile() {
    return profile == null ? Profile.STANDARD : profile;
  }

  /**
   * The selected entries.
   *
   * @throws IllegalArgumentException if a suite, id or pattern names nothing, or nothing is left;
   *     the message names what exists
   */
  public List<CatalogEntry> of(Catalog catalog) {
    requireKnown(catalog);
    List<CatalogEntry> candidates =
        base(catalog).stream()
            .filter(entry -> suites.isEmpty() || suites.contains(entry.suite()))
            .filter(entry -> tiers.isEmpty() || tiers.stream().anyMatch(tier -> isOf(entry, tier)))
            .filter(entry -> ids.isEmpty() || ids.contains(entry.id()))
            .toList();
    List<CatalogEntry> selected = patterns.isEmpty() ? candidates : matching(candidates);
    if (selected.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is selected: no id of this jar meets all of the options; see --list");
    }
    return selected;
  }

  private List<CatalogEntry> base(Catalog catalog) {
    boolean everything = profile == null && isByName();
    return everything ? catalog.entries() : catalog.of(effectiveProfile());
  }

  private void requireKnown(Catalog catalog) {
    List<String> known = catalog.entries().stream().map(CatalogEntry::suite).distinct().toList();
    for (String suite : suites) {
      if (!known.contains(suite)) {
        throw new IllegalArgumentException(
            "suite '"
                + suite
                + "' has no benchmarks in this jar; those that have any are "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
    for (String id : ids) {
      if (catalog.find(id).isEmpty()) {
        throw new IllegalArgumentException(
            "no id '"
                + id
                + "'; the nearest are "
                + IdFilter.nearest(id, idsOf(catalog.entries())));
      }
    }
  }

  static boolean isOf(CatalogEntry entry, String tier) {
    return SUITES_OF_TIERS.containsKey(tier)
        ? entry.suite().equals(SUITES_OF_TIERS.get(tier))
        : entry.tier().label().equals(tier);
  }

  private List<CatalogEntry> matching(List<CatalogEntry> candidates) {
    List<String> unmatched = IdFilter.of(patterns).unmatched(idsOf(candidates));
    List<String> byId = new ArrayList<>(patterns);
    byId.removeAll(unmatched);
    List<CatalogEntry> selected = new ArrayList<>(named(unmatched, candidates));
    if (!byId.isEmpty()) {
      IdFilter filter = IdFilter.of(byId);
      candidates.stream()
          .filter(entry -> filter.matches(entry.id()) && !selected.contains(entry))
          .forEach(selected::add);
    }
    return selected;
  }

  /** Patterns that match no id are tried on JMH's names, as JMH does. */
  private static List<CatalogEntry> named(
      Collection<String> patterns, List<CatalogEntry> candidates) {
    List<CatalogEntry> selected = new ArrayList<>();
    for (String pattern : patterns) {
      List<CatalogEntry> found =
          candidates.stream()
              .filter(entry -> expression(pattern).matcher(entry.method()).find())
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "no id and no benchmark matches '"
                + pattern
                + "'; the nearest ids are "
                + IdFilter.nearest(pattern, idsOf(candidates)));
      }
      selected.addAll(found);
    }
    return selected.stream().distinct().collect(Collectors.toList());
  }

  private static Pattern expression(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException noExpression) {
      return Pattern.compile(Pattern.quote(text));
    }
  }

  private static List<String> idsOf(List<CatalogEntry> entries) {
    return entries.stream().map(CatalogEntry::id).toList();
  }
}
