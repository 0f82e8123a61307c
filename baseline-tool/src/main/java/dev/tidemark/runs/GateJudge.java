package dev.tidemark.runs;

import dev.tidemark.baseline.statistics.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges one gate against one metric. */
final class GateJudge {

  private final GateDefinition gate;
  private final GateMetric metric;

  GateJudge(GateDefinition gate, GateMetric metric) {
    this.gate = gate;
    this.metric = metric;
  }

  GateResult judge(boolean enforced) {
    return new GateResult(
        metric.unit(),
        gate.target(),
        gate.acceptable(),
        gate.stretch(),
        OptionalDouble.of(metric.point()),
        meets(metric.point(), gate.target()),
        margin(),
        Optional.of(level()),
        Optional.of(verdict()),
        enforced);
  }

  /** The result of a gate whose id was expected and did not run. */
  static GateResult absent(GateDefinition gate, boolean enforced) {
    return new GateResult(
        gate.metric().endsWith("_ns") ? "ns" : "x",
        gate.target(),
        gate.acceptable(),
        gate.stretch(),
        OptionalDouble.empty(),
        false,
        OptionalDouble.empty(),
        Optional.of(GateResult.Level.MISSED),
        Optional.of(GateResult.Verdict.FAIL),
        enforced);
  }

  private GateResult.Level level() {
    if (gate.stretch().isPresent() && meets(metric.point(), gate.stretch().getAsDouble())) {
      return GateResult.Level.STRETCH;
    }
    if (meets(metric.point(), gate.target())) {
      return GateResult.Level.TARGET;
    }
    return meets(metric.point(), acceptable())
        ? GateResult.Level.ACCEPTABLE
        : GateResult.Level.MISSED;
  }

  private GateResult.Verdict verdict() {
    if (metric.interval().isEmpty()) {
      return GateResult.Verdict.UNDECIDED;
    }
    Interval interval = metric.interval().get();
    double best = lowerIsBetter() ? interval.low() : interval.high();
    double worst = lowerIsBetter() ? interval.high() : interval.low();
    if (meets(worst, gate.target())) {
      return GateResult.Verdict.PASS;
    }
    if (!meets(best, acceptable())) {
      return GateResult.Verdict.FAIL;
    }
    return !meets(best, gate.target()) && meets(worst, acceptable())
        ? GateResult.Verdict.MARGINAL
        : GateResult.Verdict.UNDECIDED;
  }

  private OptionalDouble margin() {
    if (gate.target() == 0) {
      return OptionalDouble.empty();
    }
    double room = (gate.target() - metric.point()) / gate.target() * 100;
    return OptionalDouble.of(lowerIsBetter() ? room : -room);
  }

  private double acceptable() {
    return gate.acceptable().orElse(gate.target());
  }

  private boolean meets(double value, double limit) {
    return lowerIsBetter() ? value <= limit : value >= limit;
  }

  private boolean lowerIsBetter() {
    return metric.direction() == Direction.LOWER_IS_BETTER;
  }
}
