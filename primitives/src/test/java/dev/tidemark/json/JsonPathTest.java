package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonPathTest {
  /** Their hashes are neighbours: each once threw the other out. */
  @Test
  void of_twoPathsUsedInTurn_areParsedOnce() {
    String one = "$.owner.name";
    String other = "$.f1803";
    JsonPath first = JsonPath.of(one);
    JsonPath second = JsonPath.of(other);
    for (int i = 0; i < 3; i++) {
      assertThat(JsonPath.of(one)).isSameAs(first);
      assertThat(JsonPath.of(other)).isSameAs(second);
    }
  }
}
