package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {

  @ParameterizedTest
  @CsvSource({"2ns,2", "500us,500000", "500µs,500000", "1.5 ms,1500000", "2s,2000000000"})
  void parse_amount_isNanoseconds(String text, double nanos) {
    assertThat(Nanos.parse(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "ms", "-1ms", "1e3ms", "1min", "NaNms"})
  void parse_otherText_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Nanos.parse(text))
        .withMessageContaining("\"" + text + "\" is no time");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.000 ns",
    "1.25,1.250 ns",
    "41.234,41.23 ns",
    "999.96,1.000 us",
    "850000,850.0 us",
    "2.5e12,2500.0 s"
  })
  void format_nanos_keepsFourDigits(double nanos, String text) {
    assertThat(Nanos.format(nanos)).isEqualTo(text);
  }

  @Test
  void format_negative_keepsTheSign() {
    assertThat(Nanos.format(-1500)).isEqualTo("-1.500 us");
  }
}
