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

  /** As many digits as Java 17 prints of some doubles. */
  private static final int MOST = 18;

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

    String scientific() {
      String fraction = digits.length() == 1 ? "0" : digits.substring(1);
      return digits.charAt(0) + "." + fraction + "E" + (exponent + digits.length() - 1);
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
    return isFaithful(Decimal.of(literal), Math.abs(number)) ? Value.of(number) : null;
  }

  private static boolean isFaithful(Decimal literal, double number) {
    if (literal.digits.isEmpty()) {
      return true;
    } else if (number == 0 || Double.isInfinite(number) || literal.digits.length() > MOST) {
      return false;
    }
    return isCertain(literal, number)
        || isRounded(literal, number)
        || literal.equals(shortestOf(number));
  }

  private static boolean isCertain(Decimal decimal, double number) {
    return decimal.digits.length() <= ALWAYS_EXACT && number >= Double.MIN_NORMAL;
  }

  /**
   * Whether a decimal is the number rounded to as many digits, a tie either way. Where it has more
   * than are needed, it may be rounded up or down: Java 17 prints some numbers so.
   */
  private static boolean isRounded(Decimal literal, double number) {
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen((int) literal.exponent);
    BigDecimal decimal = new BigDecimal(literal.digits).multiply(unit);
    BigDecimal error = new BigDecimal(number).subtract(decimal).abs();
    return literal.digits.length() >= ALWAYS_ENOUGH
        ? error.compareTo(unit) < 0
        : error.add(error).compareTo(unit) <= 0;
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
    return shortest.equals(printed) ? text : (number < 0 ? "-" : "") + shortest.scientific();
  }

  private static Decimal shortestOf(double number) {
    BigDecimal exact = new BigDecimal(number);
    int least = number < Double.MIN_NORMAL ? 1 : ALWAYS_EXACT;
    for (int digits = least; digits < ALWAYS_ENOUGH; digits++) {
      BigDecimal nearest = nearest(exact, number, digits);
      if (nearest != null) {
        return Decimal.of(nearest.toString());
      }
    }
    return Decimal.of(rounded(exact, ALWAYS_ENOUGH, RoundingMode.HALF_EVEN).toString());
  }

  /** The decimal of so many digits that reads as the number and is nearest to it, or null. */
  private static BigDecimal nearest(BigDecimal exact, double number, int digits) {
    BigDecimal below = rounded(exact, digits, RoundingMode.DOWN);
    BigDecimal above = rounded(exact, digits, RoundingMode.UP);
    boolean isBelow = below.doubleValue() == number;
    boolean isAbove = above.doubleValue() == number;
    if (isBelow && isAbove) {
      return rounded(exact, digits, RoundingMode.HALF_EVEN);
    }
    return isBelow ? below : isAbove ? above : null;
  }

  private static BigDecimal rounded(BigDecimal exact, int digits, RoundingMode mode) {
    return exact.round(new MathContext(digits, mode));
  }
}
