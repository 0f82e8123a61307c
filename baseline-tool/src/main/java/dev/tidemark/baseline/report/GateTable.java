package dev.tidemark.baseline.report;

import dev.tidemark.runs.GateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gates with their limits, value and verdict. */
final class GateTable {

  private static final List<String> HEADER =
      List.of("gate", "target", "actual", "margin", "level", "verdict", "enforced");

  private GateTable() {}

  static Table of(String title, Map<String, GateResult> gates) {
    List<Table.Line> lines = new ArrayList<>();
    gates.forEach((id, gate) -> lines.add(line(id, gate)));
    return new Table(title, HEADER, lines);
  }

  private static Table.Line line(String id, GateResult gate) {
    List<String> cells =
        List.of(
            id,
            Figures.amount(gate.target(), gate.unit()),
            Figures.amount(gate.actual(), gate.unit()),
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
    return gate.passed() ? Style.PLAIN : Style.DOUBTFUL;
  }
}
