package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;

/** Numbers as the page holds them: five significant digits, in as few characters as JSON allows. */
final class Numbers {

  private static final MathContext DIGITS = new MathContext(5);
  private static final MathContext FEW = new MathContext(2);

  private Numbers() {}

  static JsonNode number(double value) {
    return number(value, DIGITS);
  }

  /** Of two digits, for what is only drawn. */
  static JsonNode coarse(double value) {
    return number(value, FEW);
  }

  private static JsonNode number(double value, MathContext digits) {
    BigDecimal rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
    boolean small = rounded.scale() <= 0 && rounded.abs().compareTo(BigDecimal.valueOf(1e6)) < 0;
    return JsonNodeFactory.instance.numberNode(small ? rounded.setScale(0) : rounded);
  }

  static ArrayNode array(Collection<Double> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(number(value)));
    return array;
  }
}
