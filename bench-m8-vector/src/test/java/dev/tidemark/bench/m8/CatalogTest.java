package dev.tidemark.bench.m8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.GateCheck;
import dev.tidemark.runs.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final int QUICK_IDS = 10;

  private final Catalog catalog = Catalog.load();
  private final Gates gates = Gates.read(Path.of("src/main/resources/gates.json"));

  @Test
  void catalogue_idsGatesAndBudgets_areSound() {
    assertThat(GateCheck.faults(catalog, gates, QUICK_IDS)).isEmpty();
  }

  @Test
  void gatedIds_unitOfOneOperation_isAsPinned() throws IOException {
    assertThat(GateCheck.units(catalog, gates))
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of("src/test/resources/gated-units.txt")));
  }

  @Test
  void catalogueFile_namesEveryEntry() throws IOException {
    assertThat(Files.readAllLines(Path.of("src/test/resources/catalogue.txt")))
        .as("make it anew by scripts/write_catalogues.sh")
        .isEqualTo(catalog.lines());
  }
}
