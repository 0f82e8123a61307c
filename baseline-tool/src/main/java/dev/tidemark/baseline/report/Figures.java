package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Evidence;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Nanos;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers as a reader sees them. */
final class Figures {

  private static final String NOTHING = "-";

  private Figures() {}

  static String amount(double value, String unit) {
    return unit.equals("ns") ? Nanos.format(value) : Rounding.plain(value) + " " + unit;
  }

  static String amount(OptionalDouble value, String unit) {
    return value.isPresent() ? amount(value.getAsDouble(), unit) : NOTHING;
  }

  static String point(Optional<BenchmarkResult> result) {
    return result.map(r -> amount(r.outcome().point(), r.outcome().unit())).orElse(NOTHING);
  }

  static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? format("%.4f", ratio.getAsDouble()) : NOTHING;
  }

  static String interval(Optional<Evidence> evidence) {
    return evidence.map(e -> interval(e.interval())).orElse(NOTHING);
  }

  static String interval(Interval interval) {
    return format("[%.4f, %.4f]", interval.low(), interval.high());
  }

  static String interval(double low, double high, String unit) {
    return "[" + amount(low, unit) + ", " + amount(high, unit) + "]";
  }

  static String forks(Row row) {
    return forks(row.base()) + "+" + forks(row.current());
  }

  private static int forks(Optional<BenchmarkResult> result) {
    return result.map(r -> r.forks().size()).orElse(0);
  }

  static String percent(double value) {
    return Rounding.plain(value) + " %";
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
