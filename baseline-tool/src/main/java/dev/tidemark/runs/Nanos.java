package dev.tidemark.runs;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 500us}, {@code 1.5 ms}. */
public final class Nanos {

  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(ns|us|µs|ms|s)");
  private static final List<String> UNITS = List.of("ns", "us", "ms", "s");

  private Nanos() {}

  /**
   * Nanoseconds of an amount with its unit: ns, us (or µs), ms, s.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static double parse(String text) {
    Matcher matcher = AMOUNT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no time; write a number and ns, us, ms or s, as in 500us");
    }
    int thousands = UNITS.indexOf(matcher.group(2).replace('µ', 'u'));
    return Double.parseDouble(matcher.group(1)) * StrictMath.pow(1000, thousands);
  }

  /** Four significant digits in the unit that keeps them readable: {@code 850.0 us}. */
  public static String format(double nanos) {
    int unit = 0;
    double value = nanos;
    while (Math.abs(value) >= 999.95 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    int decimals = Math.abs(value) >= 99.995 ? 1 : Math.abs(value) >= 9.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, UNITS.get(unit));
  }
}
