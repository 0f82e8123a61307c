package dev.tidemark.baseline.report;

import dev.tidemark.baseline.calibrate.MachineNoise;
import dev.tidemark.baseline.calibrate.Simulation;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.history.History;
import java.util.List;

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

  /** What a simulation of the rule counted. */
  public static Document of(Simulation.Result result) {
    long failed = result.checks().stream().filter(check -> !check.passed()).count();
    return new Document(
        List.of("Synthetic forks: fork deviation 2 %, iteration deviation 1 %, 5 iterations"),
        List.of(CalibrationTables.rules(result), CalibrationTables.checks(result)),
        List.of(
            result.checks().size()
                + " counts, "
                + failed
                + " outside their limits; result: "
                + (failed == 0 ? "passed" : "FAILED")));
  }

  /** The noise of a machine. */
  public static Document of(MachineNoise noise) {
    return new Document(
        List.of("CPU     " + noise.cpu(), "COMMIT  " + noise.commit()),
        List.of(CalibrationTables.noise(noise)),
        List.of(noise.ids().size() + " ids"));
  }

  /** One id over many runs. */
  public static Document of(History history) {
    return new Document(
        List.of("ANCHOR  " + history.anchor().run().name()),
        List.of(HistoryTable.of(history)),
        HistoryTable.foot(history));
  }
}
