package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NumbersPropertyTest {
  @Provide
  Arbitrary<Value> numbers() {
    Arbitrary<Long> edges =
        Arbitraries.of(
            0L, 1L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE);
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Value::of),
        edges.map(Value::of),
        edges.map(edge -> Value.of((double) edge)),
        edges.map(edge -> Value.of(Math.nextDown((double) edge))),
        Arbitraries.doubles().map(Value::of));
  }

  private static BigDecimal exact(Value number) {
    return number instanceof Value.LongValue whole
        ? BigDecimal.valueOf(whole.value())
        : new BigDecimal(((Value.DoubleValue) number).value());
  }

  @Property(tries = 2000)
  void compare_anyTwo_isTheOrderOfTheirExactValues(
      @ForAll("numbers") Value a, @ForAll("numbers") Value b) {
    int order = exact(a).compareTo(exact(b));
    assertThat(Integer.signum(Numbers.compare(a, b))).isEqualTo(order);
    assertThat(Numbers.same(a, b)).isEqualTo(order == 0);
    assertThat(Numbers.same(Value.list(a), Value.list(b))).isEqualTo(order == 0);
  }

  @Test
  void compare_infinitiesAndNaN_areAtTheEnds() {
    Value most = Value.of(Long.MAX_VALUE);
    assertThat(Numbers.compare(most, Value.of(Double.POSITIVE_INFINITY))).isNegative();
    assertThat(Numbers.compare(Value.of(Long.MIN_VALUE), Value.of(Double.NEGATIVE_INFINITY)))
        .isPositive();
    assertThat(Numbers.compare(Value.of(Double.NaN), most)).isPositive();
    assertThat(Numbers.compare(Value.of(-0.0), Value.of(0.0))).isZero();
  }

  @Test
  void same_otherKinds_areAsEquals() {
    assertThat(Numbers.same(Value.of("1"), Value.of(1))).isFalse();
    assertThat(Numbers.same(Value.map("a", 1), Value.map("a", 1.0))).isTrue();
    assertThat(Numbers.same(Value.map("a", 1), Value.map("b", 1))).isFalse();
    assertThat(Numbers.same(Value.nil(), Value.of(false))).isFalse();
    assertThat(Numbers.isNumber(Value.of("1"))).isFalse();
  }
}
