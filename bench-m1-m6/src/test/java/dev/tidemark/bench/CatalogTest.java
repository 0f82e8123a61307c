package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogCheck;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.GateDefinition;
import dev.tidemark.runs.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final int QUICK_IDS = 12;

  private final Catalog catalog = Catalog.load();
  private final List<GateDefinition> gates =
      Gates.read(Path.of("src/main/resources/gates.json")).definitions();

  @Test
  void catalogue_idsGatesAndBudgets_areSound() {
    List<String> gated = gates.stream().flatMap(gate -> gate.needs().stream()).toList();

    assertThat(CatalogCheck.faults(catalog, gated, QUICK_IDS)).isEmpty();
  }

  @Test
  void quickProfile_enforcedGates_hasAllTheirIds() {
    List<String> quick = catalog.of(Profile.QUICK).stream().map(CatalogEntry::id).toList();

    assertThat(quick).containsAll(idsOfEnforcedGates());
  }

  /** What one operation of a gated id is may not change without this file. */
  @Test
  void gatedIds_unitOfOneOperation_isAsPinned() throws IOException {
    List<String> units =
        idsOfEnforcedGates().stream()
            .map(id -> catalog.find(id).orElseThrow())
            .map(
                entry ->
                    "%s = %s, %s, %d per call"
                        .formatted(entry.id(), entry.method(), entry.modes(), entry.itemsPerCall()))
            .toList();

    assertThat(units)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/gated-units.txt")));
  }

  private List<String> idsOfEnforcedGates() {
    return gates.stream()
        .filter(gate -> !gate.informational())
        .flatMap(gate -> gate.needs().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
