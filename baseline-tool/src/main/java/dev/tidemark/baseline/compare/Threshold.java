package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.Nanos;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much worse a result must be to count as a regression. */
public sealed interface Threshold {

  /**
   * Parses {@code 5} or {@code 5%} (percent), {@code 2x} (factor), {@code 2ns} (absolute, also us,
   * ms, s) or one of the first two and an absolute one, {@code 5%|120ns}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Threshold parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length == 1) {
      return parseOne(text);
    }
    if (parts.length == 2
        && parseOne(parts[0]) instanceof Factor factor
        && parseOne(parts[1]) instanceof Absolute absolute) {
      return new Both(factor, absolute);
    }
    throw new IllegalArgumentException(
        text + " is no threshold; combine a relative and an absolute one, as in 5%|120ns");
  }

  private static Threshold parseOne(String text) {
    Matcher matcher = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(%|x|)").matcher(text.trim());
    if (!matcher.matches()) {
      return new Absolute(Nanos.parse(text));
    }
    double number = Double.parseDouble(matcher.group(1));
    return matcher.group(2).equals("x") ? new Factor(number) : new Factor(1 + number / 100);
  }

  /** Whether the step from a base to a current time in nanoseconds is beyond the threshold. */
  boolean exceededBy(double baseNs, double currentNs);

  /** The part of it that holds for results that are not times; empty if there is none. */
  Optional<Factor> relative();

  /** As it would be typed. */
  String text();

  /**
   * Worse by more than a factor.
   *
   * @param ratio at least 1
   */
  record Factor(double ratio) implements Threshold {
    public Factor {
      if (!(ratio >= 1 && ratio < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(ratio + "x is no threshold; it must be at least 1x");
      }
    }

    @Override
    public boolean exceededBy(double baseNs, double currentNs) {
      return currentNs / baseNs > ratio;
    }

    @Override
    public Optional<Factor> relative() {
      return Optional.of(this);
    }

    @Override
    public String text() {
      return ratio < 2 ? Rounding.plain((ratio - 1) * 100) + "%" : Rounding.plain(ratio) + "x";
    }
  }

  /** Worse by more than so many nanoseconds. */
  record Absolute(double nanos) implements Threshold {

    @Override
    public boolean exceededBy(double baseNs, double currentNs) {
      return currentNs - baseNs > nanos;
    }

    @Override
    public Optional<Factor> relative() {
      return Optional.empty();
    }

    @Override
    public String text() {
      return Rounding.plain(nanos) + "ns";
    }
  }

  /**
   * Worse by more than a factor and by more than so many nanoseconds: what is tiny is not judged.
   */
  record Both(Factor factor, Absolute absolute) implements Threshold {

    @Override
    public boolean exceededBy(double baseNs, double currentNs) {
      return factor.exceededBy(baseNs, currentNs) && absolute.exceededBy(baseNs, currentNs);
    }

    @Override
    public Optional<Factor> relative() {
      return Optional.of(factor);
    }

    @Override
    public String text() {
      return factor.text() + "|" + absolute.text();
    }
  }
}
