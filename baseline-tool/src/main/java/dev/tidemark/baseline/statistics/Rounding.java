package dev.tidemark.baseline.statistics;

import java.math.BigDecimal;
import java.math.MathContext;

/** Rounds away the last digits, in which two JVMs may differ. */
public final class Rounding {

  private static final MathContext DIGITS = new MathContext(12);

  private static final MathContext FOUR = new MathContext(4);

  private Rounding() {}

  /** The finite value at 12 significant digits. */
  public static double significant(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** The finite value at 12 significant digits, as text that is the same on every JDK. */
  public static String text(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toString();
  }

  /** The finite value at four significant digits, in plain decimals without trailing zeros. */
  public static String plain(double value) {
    return new BigDecimal(value).round(FOUR).stripTrailingZeros().toPlainString();
  }
}
