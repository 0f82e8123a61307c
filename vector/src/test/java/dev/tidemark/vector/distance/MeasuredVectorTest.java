package dev.tidemark.vector.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredVectorTest {
  @Test
  void of_plainVector_knowsItsInverseNorm() {
    assertThat(measured(3, -4).inverseNorm()).isEqualTo(0.2f);
  }

  @Test
  void of_zeroVector_isPlainWithInverseNormZero() {
    assertThat(measured(0f, -0f).inverseNorm()).isZero();
    assertThat(measured(0f, -0f).isWide()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(floats = {0x1p-40f, 0x1p40f, -0x1p40f, 1})
  void of_largestWithinTheRange_isPlain(float largest) {
    assertThat(measured(Float.MIN_VALUE, largest).isWide()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(floats = {0x0.ffffffp-40f, 0x1.000002p40f, Float.MIN_VALUE, -Float.MAX_VALUE})
  void of_largestBeyondTheRange_isWide(float largest) {
    assertThat(measured(0, largest).isWide()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void of_valueNotFinite_namesItsIndex(float bad) {
    assertThatThrownBy(() -> measured(1, 2, bad, bad))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("index 2")
        .hasMessageContaining(Float.toString(bad));
  }

  @Test
  void of_wrongDimension_namesBoth() {
    assertThatThrownBy(() -> MeasuredVector.of(new float[3], 4))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("3 values")
        .hasMessageContaining("dimension is 4");
  }

  private static MeasuredVector measured(float... values) {
    return MeasuredVector.of(values, values.length);
  }
}
