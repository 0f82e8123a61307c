package dev.tidemark.baseline.report;

import dev.tidemark.baseline.calibrate.Check;
import dev.tidemark.baseline.calibrate.MachineNoise;
import dev.tidemark.baseline.calibrate.SessionNoise;
import dev.tidemark.baseline.calibrate.Simulation;
import java.util.ArrayList;
import java.util.List;

/** What a simulation counted. */
final class CalibrationTables {

  private static final List<String> RULES =
      List.of(
          "scenario",
          "pairs",
          "ours",
          "pooled Mann-Whitney",
          "pooled Welch",
          "fixed 5 %",
          "JMH intervals");

  private CalibrationTables() {}

  static Table rules(Simulation.Result result) {
    return new Table(
        "Called slower, by rule",
        RULES,
        result.outcomes().stream().map(CalibrationTables::line).toList());
  }

  private static Table.Line line(Simulation.Outcome outcome) {
    List<String> cells =
        List.of(
            outcome.scenario(),
            Integer.toString(outcome.pairs()),
            share(outcome.ours(), outcome),
            share(outcome.pooledMannWhitney(), outcome),
            share(outcome.pooledWelch(), outcome),
            share(outcome.fixedPercentage(), outcome),
            share(outcome.jmhIntervals(), outcome));
    return new Table.Line(cells, Style.PLAIN);
  }

  private static String share(int count, Simulation.Outcome outcome) {
    return Figures.format("%.2f %%", 100.0 * count / outcome.pairs());
  }

  static Table checks(Simulation.Result result) {
    return new Table(
        "Acceptance",
        List.of("count", "found", "allowed", "of", "verdict"),
        result.checks().stream().map(CalibrationTables::line).toList());
  }

  private static Table.Line line(Check check) {
    List<String> cells =
        List.of(
            check.name(),
            Integer.toString(check.count()),
            check.least() + " ... " + check.most(),
            Integer.toString(check.of()),
            check.passed() ? "passed" : "FAILED");
    return new Table.Line(cells, check.passed() ? Style.PLAIN : Style.BAD);
  }

  static Table noise(MachineNoise noise) {
    List<String> header =
        List.of("id", "sessions", "forks", "between forks", "between sessions", "detectable");
    List<Table.Line> lines = new ArrayList<>();
    noise.ids().forEach((id, n) -> lines.add(line(id, n)));
    return new Table("Noise of this machine", header, lines);
  }

  private static Table.Line line(String id, SessionNoise noise) {
    List<String> cells =
        List.of(
            id,
            Integer.toString(noise.sessions()),
            Integer.toString(noise.forks()),
            Figures.percent(noise.forkDeviation() * 100),
            Figures.percent(noise.sessionDeviation() * 100),
            Figures.percent(noise.detectable() * 100));
    return new Table.Line(cells, Style.PLAIN);
  }
}
