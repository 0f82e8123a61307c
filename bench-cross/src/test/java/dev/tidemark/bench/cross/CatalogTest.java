package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final int QUICK_IDS = 4;

  @Test
  void catalogue_idsAndBudgets_areSound() {
    assertThat(CatalogCheck.faults(Catalog.load(), List.of(), QUICK_IDS)).isEmpty();
  }

  @Test
  void catalogueFile_namesEveryEntry() throws IOException {
    assertThat(Files.readAllLines(Path.of("src/test/resources/catalogue.txt")))
        .as("make it anew by scripts/write_catalogues.sh")
        .isEqualTo(Catalog.load().lines());
  }
}
