package dev.tidemark.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenchModeTest {
  @Test
  void parse_knownNames_giveModes() {
    assertThat(BenchMode.parse("inmemory")).isEqualTo(BenchMode.INMEMORY);
    assertThat(BenchMode.parse("batched")).isEqualTo(BenchMode.BATCHED);
    assertThat(BenchMode.parse("buffered")).isEqualTo(BenchMode.BATCHED);
    assertThat(BenchMode.parse("strict")).isEqualTo(BenchMode.STRICT);
  }

  @Test
  void parse_unknownName_listsTheKnown() {
    assertThatThrownBy(() -> BenchMode.parse("fast"))
        .hasMessage("unknown mode 'fast'; allowed: inmemory, batched, strict, buffered");
  }
}
