package dev.tidemark.bench.support.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "999, 999",
    "1000, 1k",
    "1536, 1536",
    "10000, 10k",
    "1000000, 1m",
    "1500000, 1500k",
    "COSINE, cosine",
    "0, 0",
    "007, 007"
  })
  void fill_value_isShortened(String value, String expected) {
    assertThat(new IdTemplate("x/{p}").fill(Map.of("p", value))).isEqualTo("x/" + expected);
  }

  @Test
  void fill_exact_leavesNumbers() {
    assertThat(
            new IdTemplate("insert/batch_{n:exact}/dim_{d}").fill(Map.of("n", "1000", "d", "128")))
        .isEqualTo("insert/batch_1000/dim_128");
  }

  @Test
  void fill_unknownParameter_namesIt() {
    assertThatThrownBy(() -> new IdTemplate("x/{q}").fill(Map.of("p", "1")))
        .hasMessageContaining("q")
        .hasMessageContaining("[p]");
  }
}
