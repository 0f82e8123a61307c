package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final int QUICK_IDS = 4;

  @Test
  void catalogue_idsAndBudgets_areSound() {
    assertThat(CatalogCheck.faults(Catalog.load(), List.of(), QUICK_IDS)).isEmpty();
  }
}
