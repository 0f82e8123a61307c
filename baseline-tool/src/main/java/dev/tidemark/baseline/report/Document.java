package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.runs.GateResult;
import java.util.List;
import java.util.Map;

/**
 * A report before it is laid out.
 *
 * @param head lines that name what is reported
 * @param foot lines that sum it up
 */
public record Document(List<String> head, List<Table> tables, List<String> foot) {

  /** All of a comparison that the view shows. */
  public static Document of(Comparison comparison, View view) {
    return new Document(
        ComparisonTables.head(comparison),
        new ComparisonTables(comparison, view).tables(),
        ComparisonTables.foot(comparison));
  }

  /** The gates of one run. */
  public static Document of(String run, Map<String, GateResult> gates) {
    long failing = gates.values().stream().filter(GateResult::failsRun).count();
    long missed = gates.values().stream().filter(gate -> !gate.passed()).count();
    return new Document(
        List.of("RUN  " + run),
        List.of(GateTable.of("Gates", gates)),
        List.of(
            gates.size()
                + " gates: "
                + (gates.size() - missed)
                + " met, "
                + missed
                + " missed, "
                + failing
                + " of them enforced and failed"));
  }
}
