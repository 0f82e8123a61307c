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

  @ParameterizedTest
  @CsvSource({
    "1, 2, true, true, false, false",
    "2, 2, false, true, true, false",
    "3, 2, false, false, true, true"
  })
  void comparisons_numbers_goByWorth(
      long stored, double given, boolean lt, boolean lte, boolean gte, boolean gt) {
    Value.MapValue metadata = Value.map("n", stored);

    assertThat(MetadataFilter.lt("n", given).matches(metadata)).isEqualTo(lt);
    assertThat(MetadataFilter.lte("n", given).matches(metadata)).isEqualTo(lte);
    assertThat(MetadataFilter.gte("n", given).matches(metadata)).isEqualTo(gte);
    assertThat(MetadataFilter.gt("n", given).matches(metadata)).isEqualTo(gt);
  }

  @Test
  void comparisons_largeNumbers_areExact() {
    Value.MapValue metadata = Value.map("n", 9007199254740993L);

    assertThat(MetadataFilter.gt("n", 9007199254740992.0).matches(metadata)).isTrue();
    assertThat(MetadataFilter.lte("n", 9007199254740992.0).matches(metadata)).isFalse();
    assertThat(MetadataFilter.lt("n", Double.NaN).matches(metadata)).isTrue();
    assertThat(MetadataFilter.gte("n", Double.NaN).matches(Value.map("n", Double.NaN))).isTrue();
  }

  @Test
  void comparisons_texts_goByTheirUtf8() {
    assertThat(MetadataFilter.gt("t", "a").matches(Value.map("t", "b"))).isTrue();
    assertThat(MetadataFilter.gt("t", "\uFFFD").matches(Value.map("t", "\uD83D\uDE00"))).isTrue();
    assertThat(MetadataFilter.lt("t", "a").matches(Value.map("t", "a"))).isFalse();
  }

  @Test
  void comparisons_otherKindsAndAbsentNames_doNotMatch() {
    for (Object other : Arrays.asList("x", true, null, Value.list(Value.of(1)))) {
      Value.MapValue metadata = Value.map("n", other);
      assertThat(MetadataFilter.gt("n", -1e300).matches(metadata)).isFalse();
      assertThat(MetadataFilter.lte("n", 1e300).matches(metadata)).isFalse();
    }
    assertThat(MetadataFilter.lt("n", "z").matches(Value.map("n", 1))).isFalse();
    assertThat(MetadataFilter.lt("n", 1).matches(Value.emptyMap())).isFalse();
  }

  @Test
  void comparisons_withWhatHasNoOrder_areRefused() {
    for (Object other : Arrays.asList(true, null, Value.list(Value.of(1)))) {
      assertThatThrownBy(() -> MetadataFilter.gte("n", other))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("neither a number nor a text");
    }
  }

  @Test
  void in_takesAnyOfThem() {
    MetadataFilter filter = MetadataFilter.in("n", Arrays.asList(1, "x", null));

    assertThat(filter.matches(Value.map("n", 1.0))).isTrue();
    assertThat(filter.matches(Value.map("n", "x"))).isTrue();
    assertThat(filter.matches(Value.map("n", null))).isTrue();
    assertThat(filter.matches(Value.map("n", 2))).isFalse();
    assertThat(filter.matches(Value.emptyMap())).isFalse();
    assertThat(MetadataFilter.in("n", List.of()).matches(Value.map("n", 1))).isFalse();
  }

  @Test
  void neAndNin_takeAbsentNamesToo() {
    assertThat(MetadataFilter.ne("n", 1).matches(Value.map("n", 1.0))).isFalse();
    assertThat(MetadataFilter.ne("n", 1).matches(Value.map("n", 2))).isTrue();
    assertThat(MetadataFilter.ne("n", 1).matches(Value.emptyMap())).isTrue();
    assertThat(MetadataFilter.ne(List.of("a", "n"), 1).matches(Value.map("a", 1))).isTrue();
    assertThat(MetadataFilter.nin("n", List.of(1, 2)).matches(Value.map("n", 2))).isFalse();
    assertThat(MetadataFilter.nin("n", List.of(1, 2)).matches(Value.map("n", 3))).isTrue();
    assertThat(MetadataFilter.nin("n", List.of(1, 2)).matches(Value.emptyMap())).isTrue();
  }

  @Test
  void exists_takesANullButNoAbsentName() {
    assertThat(MetadataFilter.exists("n").matches(Value.map("n", null))).isTrue();
    assertThat(MetadataFilter.exists("n").matches(Value.emptyMap())).isFalse();
    assertThat(MetadataFilter.exists(List.of("a", "n")).matches(Value.map("a", Value.map("n", 1))))
        .isTrue();
  }

  @Test
  void contains_looksIntoListsAndTexts() {
    Value.MapValue metadata =
        Value.map(
            "tags", Value.list(Value.of("red"), Value.of(2)), "text", "a green door", "n", 12);

    assertThat(MetadataFilter.contains("tags", "red").matches(metadata)).isTrue();
    assertThat(MetadataFilter.contains("tags", 2.0).matches(metadata)).isTrue();
    assertThat(MetadataFilter.contains("tags", "re").matches(metadata)).isFalse();
    assertThat(MetadataFilter.contains("text", "green").matches(metadata)).isTrue();
    assertThat(MetadataFilter.contains("text", "").matches(metadata)).isTrue();
    assertThat(MetadataFilter.contains("text", 1).matches(metadata)).isFalse();
    assertThat(MetadataFilter.contains("n", 1).matches(metadata)).isFalse();
    assertThat(MetadataFilter.contains("absent", 1).matches(metadata)).isFalse();
  }

  @Test
  void orAndNot_putFiltersTogether() {
    MetadataFilter one = MetadataFilter.eq("a", 1);
    MetadataFilter two = MetadataFilter.eq("b", 2);
    MetadataFilter neither = MetadataFilter.not(MetadataFilter.or(one, two));

    assertThat(MetadataFilter.or(one, two).matches(Value.map("b", 2))).isTrue();
    assertThat(MetadataFilter.or(one, two).matches(Value.map("b", 3))).isFalse();
    assertThat(MetadataFilter.or().matches(Value.emptyMap())).isFalse();
    assertThat(neither.matches(Value.map("a", 2))).isTrue();
    assertThat(neither.matches(Value.map("a", 1))).isFalse();
    assertThat(MetadataFilter.not(MetadataFilter.and()).matches(Value.emptyMap())).isFalse();
  }

  @Test
  void everyFilter_emptyPath_isRefused() {
    List<String> none = List.of();
    List<Runnable> made =
        List.of(
            () -> MetadataFilter.ne(none, 1),
            () -> MetadataFilter.gt(none, 1),
            () -> MetadataFilter.gte(none, 1),
            () -> MetadataFilter.lt(none, 1),
            () -> MetadataFilter.lte(none, 1),
            () -> MetadataFilter.in(none, List.of(1)),
            () -> MetadataFilter.nin(none, List.of(1)),
            () -> MetadataFilter.exists(none),
            () -> MetadataFilter.contains(none, 1));

    assertThat(made)
        .allSatisfy(
            filter ->
                assertThatThrownBy(filter::run)
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("path is empty"));
  }

  private static boolean eq(String name, Value value, Value.MapValue metadata) {
    return MetadataFilter.eq(name, value).matches(metadata);
  }
}
