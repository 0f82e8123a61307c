package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdFilterTest {

  private static final List<String> IDS =
      List.of(
          "vector_search/k_1/size_1k",
          "vector_search/k_10/size_1k",
          "vector_search/k_10/size_10k",
          "vector_get/size_10k",
          "kvstore/get");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kvstore/get            | kvstore/get         | true",
        "kvstore/get            | kvstore/get/x       | false",
        "vector_*               | vector_search/k_1/x | true",
        "*/size_10k             | a/b/size_10k        | true",
        "k_{1,10}/*             | k_10/size_1k        | true",
        "k_{1,10}/*             | k_100/size_1k       | false",
        "a{b,c{d,e}}f           | acef                | true",
        "a.b                    | axb                 | false",
        "a,b                    | a,b                 | true",
        "re:vector_g.t.*  | vector_get/size_1k  | true",
        "re:vector_g.t    | vector_get/size_1k  | false",
      })
  void matches_pattern_followsTheGlobRules(String pattern, String id, boolean expected) {
    assertThat(IdFilter.of(List.of(pattern)).matches(id)).isEqualTo(expected);
  }

  @Test
  void select_noPatterns_keepsAll() {
    assertThat(IdFilter.of(List.of()).select(IDS)).isEqualTo(IDS);
  }

  @Test
  void select_includesAndExclusion_keepsOrder() {
    IdFilter filter = IdFilter.of(List.of("kvstore/*", "vector_search/*", "!*/size_10k"));
    assertThat(filter.select(IDS))
        .containsExactly("vector_search/k_1/size_1k", "vector_search/k_10/size_1k", "kvstore/get");
  }

  @Test
  void select_onlyExclusions_keepsTheRest() {
    assertThat(IdFilter.of(List.of("!re:vector_.*")).select(IDS)).containsExactly("kvstore/get");
  }

  @Test
  void select_oneOfTwoPatternsUnmatched_namesItAndTheThreeNearestIds() {
    IdFilter filter = IdFilter.of(List.of("kvstore/get", "vector_search/k_10/size_11k"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter.select(IDS))
        .withMessage(
            "no id matches \"vector_search/k_10/size_11k\"; the nearest are"
                + " [vector_search/k_10/size_10k, vector_search/k_10/size_1k,"
                + " vector_search/k_1/size_1k]");
  }

  @Test
  void select_everythingExcluded_isAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdFilter.of(List.of("!*")).select(IDS))
        .withMessageContaining("leaves none of 5 ids");
  }

  @Test
  void nearest_fewerThanThreeIds_returnsThoseThereAre() {
    assertThat(IdFilter.nearest("kvstore/gett", List.of("kvstore/get"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "a{b", "a}b", "}{", "re:("})
  void of_malformedPattern_isRefusedByName(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdFilter.of(List.of(pattern)))
        .withMessageContaining("\"" + pattern + "\"");
  }
}
