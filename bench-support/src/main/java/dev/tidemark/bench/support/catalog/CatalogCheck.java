package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What must hold for the catalogue of a module; the test of each bench module asks for the faults.
 */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * The faults of a catalogue, in words; empty when it is sound.
   *
   * @param gated ids that the gates of the module name
   * @param quickIds the most ids the quick profile may have
   */
  public static List<String> faults(Catalog catalog, Collection<String> gated, int quickIds) {
    List<String> faults = new ArrayList<>();
    catalog.duplicates().forEach(id -> faults.add("id of two benchmarks: " + id));
    gated.stream()
        .filter(id -> catalog.find(id).isEmpty())
        .forEach(id -> faults.add("gate on an id that does not exist: " + id));
    int quick = catalog.of(Profile.QUICK).size();
    if (quick > quickIds) {
      faults.add("quick has " + quick + " ids; at most " + quickIds + " allowed");
    }
    for (Profile profile : List.of(Profile.QUICK, Profile.STANDARD, Profile.FULL)) {
      overBudget(catalog, profile, faults);
    }
    return faults;
  }

  private static void overBudget(Catalog catalog, Profile profile, List<String> faults) {
    Duration length = Catalog.length(catalog.of(profile), profile.rounds());
    if (length.compareTo(profile.budget()) > 0) {
      faults.add(profile.label() + " takes " + length + "; its budget is " + profile.budget());
    }
  }
}
