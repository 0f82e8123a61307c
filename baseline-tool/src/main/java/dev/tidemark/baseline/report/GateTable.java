package dev.tidemark.baseline.report;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.Gates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gates with their limits, value and verdict. */
final class GateTable {

  private static final List<String> HEADER =
      List.of(
          "gate", "target", "actual", "99 % interval", "margin", "level", "verdict", "enforced");

  private GateTable() {}

  static Table of(
      String title, Map<String, GateResult> gates, Map<String, BenchmarkResult> results) {
    List<Table.Line> lines = new ArrayList<>();
    gates.forEach((id, gate) -> lines.add(line(id, gate, interval(id, gate, results))));
    return new Table(title, HEADER, lines);
  }

  private static String interval(String id, GateResult gate, Map<String, BenchmarkResult> results) {
    return Optional.ofNullable(results.get(Gates.idOf(id)))
        .flatMap(result -> Gates.interval(id, result))
        .map(interval -> Figures.interval(interval.low(), interval.high(), gate.unit()))
        .orElse("-");
  }

  private static Table.Line line(String id, GateResult gate, String interval) {
    List<String> cells =
        List.of(
            id,
            Figures.amount(gate.target(), gate.unit()),
            Figures.amount(gate.actual(), gate.unit()),
            interval,
            gate.marginPct().isPresent() ? Figures.percent(gate.marginPct().getAsDouble()) : "-",
            gate.level().map(level -> level.name().toLowerCase(Locale.ROOT)).orElse("-"),
            gate.verdict().map(Enum::name).orElse(gate.passed() ? "passed" : "missed"),
            gate.enforced() ? "yes" : "no");
    return new Table.Line(cells, style(gate));
  }

  private static Style style(GateResult gate) {
    if (gate.failsRun()) {
      return Style.BAD;
    }
    return gate.missed() ? Style.DOUBTFUL : Style.PLAIN;
  }
}
