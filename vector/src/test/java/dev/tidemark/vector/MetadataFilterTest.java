package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataFilterTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1.0, true",
    "0, -0.0, true",
    "1, 1.5, false",
    "9007199254740993, 9007199254740992, false",
    "9007199254740992, 9007199254740992, true",
    "9223372036854775807, 9223372036854775807, false",
    "-9223372036854775808, -9223372036854775808, true",
    "0, NaN, false",
    "9223372036854775807, Infinity, false",
    "-9223372036854775808, -Infinity, false",
    "-9223372036854775808, -1e300, false"
  })
  void eq_longAndDouble_compareExactlyBothWays(long whole, double number, boolean same) {
    assertThat(MetadataFilter.eq("n", number).matches(Value.map("n", whole))).isEqualTo(same);
    assertThat(MetadataFilter.eq("n", whole).matches(Value.map("n", number))).isEqualTo(same);
  }

  @Test
  void eq_twoDoubles_compareByWorth() {
    assertThat(MetadataFilter.eq("n", 0.0).matches(Value.map("n", -0.0))).isTrue();
    assertThat(MetadataFilter.eq("n", Double.NaN).matches(Value.map("n", Double.NaN))).isTrue();
    assertThat(MetadataFilter.eq("n", 0.1).matches(Value.map("n", 0.1f))).isFalse();
  }

  @Test
  void eq_otherKind_doesNotMatch() {
    assertThat(MetadataFilter.eq("n", "1").matches(Value.map("n", 1))).isFalse();
    assertThat(MetadataFilter.eq("n", true).matches(Value.map("n", 1))).isFalse();
    assertThat(MetadataFilter.eq("n", true).matches(Value.map("n", true))).isTrue();
  }

  @Test
  void eq_null_takesAStoredNullOnly() {
    assertThat(MetadataFilter.eq("n", null).matches(Value.map("n", null))).isTrue();
    assertThat(MetadataFilter.eq("n", null).matches(Value.emptyMap())).isFalse();
  }

  @Test
  void eq_path_goesThroughMapsOnly() {
    Value.MapValue metadata = Value.map("a", Value.map("b.c", 1), "b", Value.list(Value.of(1)));

    assertThat(MetadataFilter.eq(List.of("a", "b.c"), 1).matches(metadata)).isTrue();
    assertThat(MetadataFilter.eq(List.of("a", "b", "c"), 1).matches(metadata)).isFalse();
    assertThat(MetadataFilter.eq(List.of("b", "0"), 1).matches(metadata)).isFalse();
    assertThat(MetadataFilter.eq("a.b.c", 1).matches(metadata)).isFalse();
  }

  @Test
  void eq_containers_compareTheirNumbersToo() {
    Value.MapValue metadata =
        Value.map("l", Value.list(Value.of(1), Value.of("x")), "m", Value.map("n", 2.0));

    assertThat(eq("l", Value.list(Value.of(1.0), Value.of("x")), metadata)).isTrue();
    assertThat(eq("l", Value.list(Value.of(1.0)), metadata)).isFalse();
    assertThat(eq("l", Value.list(Value.of(1), Value.of("y")), metadata)).isFalse();
    assertThat(eq("m", Value.map("n", 2), metadata)).isTrue();
    assertThat(eq("m", Value.map("o", 2), metadata)).isFalse();
    assertThat(eq("m", Value.map("n", 2, "o", 2), metadata)).isFalse();
  }

  @Test
  void and_takesWhatAllTake() {
    MetadataFilter one = MetadataFilter.eq("a", 1);
    MetadataFilter two = MetadataFilter.eq("b", 2);

    assertThat(MetadataFilter.and(one, two).matches(Value.map("a", 1, "b", 2))).isTrue();
    assertThat(MetadataFilter.and(one, two).matches(Value.map("a", 1, "b", 3))).isFalse();
    assertThat(MetadataFilter.and().matches(Value.emptyMap())).isTrue();
  }

  @Test
  void eq_badPath_isRefused() {
    assertThatThrownBy(() -> MetadataFilter.eq(List.of(), 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("path is empty");
    assertThatThrownBy(() -> MetadataFilter.eq(Arrays.asList("a", null), 1))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> MetadataFilter.eq("a", Map.of()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("no value form");
  }

  private static boolean eq(String name, Value value, Value.MapValue metadata) {
    return MetadataFilter.eq(name, value).matches(metadata);
  }
}
