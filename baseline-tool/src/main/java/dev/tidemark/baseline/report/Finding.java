package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.runs.GateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that a build server should show.
 *
 * @param rule what kind of thing: a verdict, or {@code GATE}, {@code GATE_ABSENT}, {@code
 *     INCOMPLETE}, {@code SESSION_DRIFTED}
 * @param subject the id it is about
 */
record Finding(Level level, String rule, String subject, String message) {

  /** An error is what makes the comparison fail. */
  enum Level {
    ERROR,
    WARNING,
    NOTE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All findings: rows first, then gates, then what is missing. */
  static List<Finding> of(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    comparison.rows().stream()
        .filter(row -> isFinding(row.verdict()))
        .forEach(row -> findings.add(of(row)));
    for (Map.Entry<String, GateResult> gate : comparison.gates().entrySet()) {
      if (gate.getValue().missed()) {
        findings.add(of(gate.getKey(), gate.getValue()));
      }
    }
    comparison
        .absentGates()
        .forEach(id -> findings.add(error("GATE_ABSENT", id, "is gated and was not measured")));
    comparison
        .incomplete()
        .forEach(reason -> findings.add(error("INCOMPLETE", comparison.current().name(), reason)));
    comparison
        .drifted()
        .forEach(
            ruler ->
                findings.add(
                    new Finding(Level.WARNING, "SESSION_DRIFTED", ruler.id(), ruler.text())));
    if (comparison.unpaired() == comparison.rows().size()) {
      findings.add(error("NOTHING_PAIRED", comparison.current().name(), "nothing was compared"));
    }
    return findings;
  }

  private static boolean isFinding(Verdict verdict) {
    return verdict.isRegression()
        || verdict.isUndecided()
        || verdict == Verdict.MISSING
        || verdict == Verdict.NOT_COMPARABLE
        || verdict == Verdict.SLOWER;
  }

  private static Finding of(Row row) {
    return new Finding(level(row.verdict()), row.verdict().name(), row.id(), message(row));
  }

  private static Level level(Verdict verdict) {
    if (verdict.isRegression()) {
      return Level.ERROR;
    }
    return verdict == Verdict.SLOWER ? Level.NOTE : Level.WARNING;
  }

  private static Finding of(String gate, GateResult result) {
    return new Finding(
        result.failsRun() ? Level.ERROR : Level.WARNING,
        "GATE",
        gate,
        "target "
            + Figures.amount(result.target(), result.unit())
            + ", actual "
            + Figures.amount(result.actual(), result.unit())
            + (result.enforced() ? "" : ", not enforced"));
  }

  private static Finding error(String rule, String subject, String message) {
    return new Finding(Level.ERROR, rule, subject, message);
  }

  private static String message(Row row) {
    List<String> parts = new ArrayList<>();
    parts.add(Figures.point(row.base()) + " to " + Figures.point(row.current()));
    if (row.ratio().isPresent()) {
      parts.add("ratio " + Figures.ratio(row.ratio()));
    }
    if (row.evidence().isPresent()) {
      parts.add("interval " + Figures.interval(row.evidence()));
    }
    parts.add("forks " + Figures.forks(row));
    String figures = String.join(", ", parts);
    return row.note().isEmpty() ? figures : figures + "; " + row.note();
  }
}
