package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {

  @ParameterizedTest
  @CsvSource({
    "5, 100, 104.9, false",
    "5, 100, 105.1, true",
    "5%, 100, 105.1, true",
    "0, 100, 100.1, true",
    "150%, 100, 249, false",
    "2x, 100, 201, true",
    "2x, 100, 199, false",
    "2ns, 100, 102.1, true",
    "2ns, 100, 101.9, false",
    "1us, 100, 1101, true",
    "5%|120ns, 1000, 1100, false",
    "5%|120ns, 1000, 1121, true",
    "5%|120ns, 10000, 10400, false",
    "5%|120ns, 10000, 10501, true",
  })
  void exceededBy_form_isHonoured(String text, double base, double current, boolean expected) {
    assertThat(Threshold.parse(text).exceededBy(base, current)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5,5%",
    "2.5%,2.5%",
    "2x,2x",
    "150%,2.5x",
    "2ns,2ns",
    "1us,1000ns",
    "5|2us,5%|2000ns"
  })
  void text_parsed_saysTheSame(String text, String shown) {
    assertThat(Threshold.parse(text).text()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "five",
        "-5",
        "0.5x",
        "5 apples",
        "NaN",
        "1e5",
        "5%|",
        "|2ns",
        "5%|2x",
        "2ns|5%",
        "2ns|3ns",
        "5%|2ns|3ns"
      })
  void parse_otherText_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Threshold.parse(text));
  }
}
