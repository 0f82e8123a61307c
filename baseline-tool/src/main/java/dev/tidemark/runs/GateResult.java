package dev.tidemark.runs;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A gate judged against one run.
 *
 * @param unit {@code ns}: the JSON fields end in {@code _ns}; otherwise they have no suffix and
 *     {@code unit} is written
 * @param actual empty when the id did not run
 * @param passed whether the point value meets the target
 * @param marginPct distance to the target in percent of it, positive on the good side
 * @param verdict by the 99 % interval; empty when the record does not say
 * @param enforced whether a FAIL fails the run; false off the reference platform
 */
public record GateResult(
    String unit,
    double target,
    OptionalDouble acceptable,
    OptionalDouble stretch,
    OptionalDouble actual,
    boolean passed,
    OptionalDouble marginPct,
    Optional<Level> level,
    Optional<Verdict> verdict,
    boolean enforced) {

  /** The best limit that the point value meets. */
  public enum Level {
    STRETCH,
    TARGET,
    ACCEPTABLE,
    MISSED
  }

  /** What the whole 99 % interval says. */
  public enum Verdict {
    /** Meets the target. */
    PASS,
    /** Misses the target, meets the acceptable limit. */
    MARGINAL,
    /** Lies beyond the acceptable limit, or the gated id did not run. */
    FAIL,
    /** Holds a limit inside it, or the forks are too few for an interval. */
    UNDECIDED
  }

  public GateResult {
    Checks.notBlank("unit", unit);
    Checks.finite("target", target);
    Checks.finite("acceptable", acceptable);
    Checks.finite("stretch", stretch);
    Checks.finite("actual", actual);
    Checks.finite("margin_pct", marginPct);
  }

  /** Whether the point value or the whole interval misses the target. */
  public boolean missed() {
    boolean beyond = verdict.filter(v -> v == Verdict.FAIL || v == Verdict.MARGINAL).isPresent();
    return beyond || !passed;
  }

  /** Whether this gate makes its run fail. */
  public boolean failsRun() {
    return enforced && verdict.filter(v -> v == Verdict.FAIL).isPresent();
  }
}
