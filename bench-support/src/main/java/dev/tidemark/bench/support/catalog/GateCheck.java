package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.Profile;
import dev.tidemark.runs.GateDefinition;
import dev.tidemark.runs.Gates;
import java.util.ArrayList;
import java.util.List;

/** What must hold between the catalogue of a module and its gates. */
public final class GateCheck {
  private GateCheck() {}

  /**
   * The faults of {@link CatalogCheck}, and every id that an enforced gate needs and the quick
   * profile lacks.
   */
  public static List<String> faults(Catalog catalog, Gates gates, int quickIds) {
    List<String> named =
        gates.definitions().stream().flatMap(gate -> gate.needs().stream()).toList();
    List<String> faults = new ArrayList<>(CatalogCheck.faults(catalog, named, quickIds));
    List<String> quick = catalog.of(Profile.QUICK).stream().map(CatalogEntry::id).toList();
    enforcedIds(gates).stream()
        .filter(id -> !quick.contains(id))
        .forEach(id -> faults.add("gated, but not in the quick profile: " + id));
    return faults;
  }

  /** What one operation of each id of an enforced gate is, for a fixture that pins it. */
  public static List<String> units(Catalog catalog, Gates gates) {
    return enforcedIds(gates).stream()
        .flatMap(id -> catalog.find(id).stream())
        .map(GateCheck::unit)
        .toList();
  }

  private static String unit(CatalogEntry entry) {
    return "%s = %s, %s, %d per call"
        .formatted(entry.id(), entry.method(), entry.modes(), entry.itemsPerCall());
  }

  private static List<String> enforcedIds(Gates gates) {
    return gates.definitions().stream()
        .filter(gate -> !gate.informational())
        .map(GateDefinition::needs)
        .flatMap(ids -> ids.stream())
        .distinct()
        .sorted()
        .toList();
  }
}
