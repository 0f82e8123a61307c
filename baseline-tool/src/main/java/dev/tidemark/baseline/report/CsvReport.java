package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A comparison as comma-separated values, a line a row, always with all rows. */
public final class CsvReport {

  private static final List<String> HEADER =
      List.of(
          "id",
          "verdict",
          "base",
          "current",
          "unit",
          "ratio",
          "interval_low",
          "interval_high",
          "p",
          "adjusted_p",
          "base_forks",
          "current_forks",
          "session",
          "note");

  private CsvReport() {}

  /** The whole report; lines end in a line feed. */
  public static String render(Comparison comparison) {
    StringBuilder text = new StringBuilder(line(HEADER));
    comparison.rows().forEach(row -> text.append(line(cells(row, session(comparison)))));
    return text.toString();
  }

  /** Whether the rulers held; the same in every line, so that any part of the file says it. */
  private static String session(Comparison comparison) {
    if (comparison.rulers().isEmpty()) {
      return "";
    }
    return comparison.drifted().isEmpty() ? "steady" : "drifted";
  }

  private static List<String> cells(Row row, String session) {
    return List.of(
        row.id(),
        row.verdict().name(),
        point(row.base()),
        point(row.current()),
        row.base().or(row::current).map(result -> result.outcome().unit()).orElse(""),
        number(row.ratio()),
        row.evidence().map(e -> Rounding.text(e.interval().low())).orElse(""),
        row.evidence().map(e -> Rounding.text(e.interval().high())).orElse(""),
        row.evidence().map(e -> Rounding.text(e.p())).orElse(""),
        row.evidence().map(e -> Rounding.text(e.adjustedP())).orElse(""),
        forks(row.base()),
        forks(row.current()),
        session,
        row.note());
  }

  private static String point(Optional<BenchmarkResult> result) {
    return result.map(r -> Rounding.text(r.outcome().point())).orElse("");
  }

  private static String forks(Optional<BenchmarkResult> result) {
    return result.map(r -> String.valueOf(r.forks().size())).orElse("");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? Rounding.text(value.getAsDouble()) : "";
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
