package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** All ids of the benchmarks on the class path, in alphabetical order. */
public final class Catalog {
  private final List<CatalogEntry> entries;

  private Catalog(List<CatalogEntry> entries) {
    this.entries = entries;
  }

  /**
   * The catalogue of this jar.
   *
   * @throws IllegalStateException if a method has no {@code @BenchId} or an id is not well formed
   */
  public static Catalog load() {
    return of(
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                List.of()));
  }

  static Catalog of(Collection<BenchmarkListEntry> declared) {
    Map<String, List<BenchmarkListEntry>> byMethod = new TreeMap<>();
    for (BenchmarkListEntry entry : declared) {
      byMethod.computeIfAbsent(entry.getUsername(), name -> new ArrayList<>()).add(entry);
    }
    return new Catalog(
        byMethod.values().stream()
            .flatMap(modes -> MethodEntries.of(modes).stream())
            .sorted(Comparator.comparing(CatalogEntry::id))
            .toList());
  }

  /** All entries. */
  public List<CatalogEntry> entries() {
    return entries;
  }

  /** Each entry as a line of the module's {@code catalogue.txt}: id, tier and profile. */
  public List<String> lines() {
    return entries.stream()
        .map(entry -> entry.id() + " " + entry.tier().label() + " " + entry.profile().label())
        .toList();
  }

  /** The entry of an id. */
  public Optional<CatalogEntry> find(String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /**
   * The entries a profile runs. {@link Profile#SMOKE} takes each method at the smallest of its
   * numbers and every other choice.
   */
  public List<CatalogEntry> of(Profile profile) {
    return profile == Profile.SMOKE
        ? smallest()
        : entries.stream().filter(entry -> profile.includes(entry.profile())).toList();
  }

  private List<CatalogEntry> smallest() {
    Map<List<Object>, CatalogEntry> chosen = new LinkedHashMap<>();
    for (CatalogEntry entry : entries) {
      chosen.merge(choices(entry), entry, (one, other) -> size(one) <= size(other) ? one : other);
    }
    return List.copyOf(chosen.values());
  }

  private static List<Object> choices(CatalogEntry entry) {
    return List.of(
        entry.method(),
        entry.params().values().stream().filter(value -> !isNumber(value)).toList());
  }

  private static double size(CatalogEntry entry) {
    return entry.params().values().stream()
        .filter(Catalog::isNumber)
        .mapToDouble(Double::parseDouble)
        .reduce(1, (product, value) -> product * value);
  }

  private static boolean isNumber(String value) {
    return value.matches("[0-9]{1,18}");
  }

  /** Expected length of a run over entries. */
  public static Duration length(Collection<CatalogEntry> entries, int rounds) {
    return entries.stream()
        .map(CatalogEntry::roundLength)
        .reduce(Duration.ZERO, Duration::plus)
        .multipliedBy(rounds);
  }

  /** Ids that more than one method claims. */
  Set<String> duplicates() {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (CatalogEntry entry : entries) {
      if (!seen.add(entry.id())) {
        twice.add(entry.id());
      }
    }
    return twice;
  }
}
