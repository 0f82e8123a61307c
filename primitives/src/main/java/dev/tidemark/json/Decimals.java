package dev.tidemark.json;

import dev.tidemark.types.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Number literals and the longs and doubles they stand for.
 *
 * <p>The shortest form of a double is the decimal with the fewest digits that reads as that double,
 * of several the nearest to it. It is found here, since what {@code Double.toString} prints differs
 * between releases of Java.
 */
final class Decimals {
  /** Any decimal of so many digits reads as a normal double of its own, and so is its shortest. */
  private static final int ALWAYS_EXACT = 15;

  private static final int ALWAYS_ENOUGH = 17;

  private Decimals() {}

  /**
   * A decimal without its sign.
   *
   * @param digits without leading and trailing zeros; none for zero
   * @param exponent power of ten of the last digit
   */
  private record Decimal(String digits, long exponent) {
    static Decimal of(String literal) {
      StringBuilder digits = new StringBuilder();
      long exponent = 0;
      boolean fraction = false;
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c == 'e' || c == 'E') {
          exponent += exponentOf(literal.substring(i + 1));
          break;
        } else if (c == '.') {
          fraction = true;
        } else if (c != '-') {
          digits.append(c);
          exponent -= fraction ? 1 : 0;
        }
      }
      return of(digits.toString(), exponent);
    }

    private static Decimal of(String digits, long exponent) {
      int from = 0;
      int to = digits.length();
      while (from < to && digits.charAt(from) == '0') {
        from++;
      }
      while (from < to && digits.charAt(to - 1) == '0') {
        to--;
      }
      return from == to
          ? new Decimal("", 0)
          : new Decimal(digits.substring(from, to), exponent + digits.length() - to);
    }

    /** What no double has is as good as its exact value. */
    private static long exponentOf(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        return text.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
      }
    }
  }

  /** The value of a JSON number, or null if neither a long nor a double holds it as written. */
  static Value valueOf(String literal) {
    boolean whole =
        literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
    if (whole && !literal.equals("-0")) {
      try {
        return Value.of(Long.parseLong(literal));
      } catch (NumberFormatException e) {
        return null;
      }
    }
    double number = Double.parseDouble(literal);
    return isShortest(Decimal.of(literal), Math.abs(number)) ? Value.of(number) : null;
  }

  private static boolean isShortest(Decimal literal, double number) {
    if (literal.digits.isEmpty()) {
      return true;
    } else if (number == 0
        || Double.isInfinite(number)
        || literal.digits.length() > ALWAYS_ENOUGH) {
      return false;
    }
    return isCertain(literal, number) || literal.equals(shortestOf(number));
  }

  private static boolean isCertain(Decimal decimal, double number) {
    return decimal.digits.length() <= ALWAYS_EXACT && number >= Double.MIN_NORMAL;
  }

  /** The shortest literal of a finite double. */
  static String shortest(double number) {
    String text = Double.toString(number);
    double magnitude = Math.abs(number);
    Decimal printed = Decimal.of(text);
    if (number == 0 || isCertain(printed, magnitude)) {
      return text;
    }
    Decimal shortest = shortestOf(magnitude);
    return shortest.equals(printed)
        ? text
        : (number < 0 ? "-" : "") + shortest.digits + "E" + shortest.exponent;
  }

  private static Decimal shortestOf(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < ALWAYS_ENOUGH; digits++) {
      BigDecimal nearest = nearest(exact, number, digits);
      if (nearest != null) {
        return Decimal.of(nearest.toString());
      }
    }
    return Decimal.of(exact.round(new MathContext(ALWAYS_ENOUGH)).toString());
  }

  /** The decimal of so many digits that reads as the number and is nearest to it, or null. */
  private static BigDecimal nearest(BigDecimal exact, double number, int digits) {
    BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
    boolean isBelow = below.doubleValue() == number;
    boolean isAbove = above.doubleValue() == number;
    if (isBelow && isAbove) {
      return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
    return isBelow ? below : isAbove ? above : null;
  }
}
