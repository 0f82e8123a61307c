package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private final Page.Collector<Integer> three = new Page.Collector<>(3, i -> "after " + i);

  @Test
  void collector_fewerThanTheLimit_isTheLastPage() {
    assertThat(three.add(1)).isTrue();
    assertThat(three.page()).isEqualTo(new Page<>(List.of(1), ""));
    assertThat(three.page().hasNext()).isFalse();
  }

  @Test
  void collector_exactlyTheLimit_isTheLastPage() {
    for (int i = 1; i <= 3; i++) {
      assertThat(three.add(i)).isTrue();
    }

    assertThat(three.page()).isEqualTo(new Page<>(List.of(1, 2, 3), ""));
  }

  @Test
  void collector_oneMoreThanTheLimit_stopsAndNamesTheLastItemTaken() {
    for (int i = 1; i <= 3; i++) {
      three.add(i);
    }

    assertThat(three.add(4)).isFalse();
    assertThat(three.page()).isEqualTo(new Page<>(List.of(1, 2, 3), "after 3"));
    assertThat(three.page().hasNext()).isTrue();
  }

  @Test
  void collector_nothing_isAnEmptyLastPage() {
    assertThat(three.page()).isEqualTo(new Page<>(List.of(), ""));
  }

  @Test
  void collector_limitBelowOne_isRefused() {
    assertThatThrownBy(() -> new Page.Collector<Integer>(0, String::valueOf))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("limit = 0 must be at least 1");
  }
}
