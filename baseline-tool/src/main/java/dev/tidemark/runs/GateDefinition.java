package dev.tidemark.runs;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One entry of a module's {@code gates.json}.
 *
 * @param id of the gated result; of a ratio gate the id under which the ratio is recorded
 * @param metric {@code mean_ns}, a quantile field such as {@code p99_ns}, or {@code value}
 * @param target limit on the point value, in nanoseconds or the unit of the value
 * @param modes durability modes in which the gate holds; empty for all
 * @param ratio present for a gate on the ratio of two means of one run
 * @param informational never enforced, wherever it runs
 */
public record GateDefinition(
    String id,
    String metric,
    double target,
    OptionalDouble acceptable,
    OptionalDouble stretch,
    Set<String> modes,
    Optional<Ratio> ratio,
    boolean informational) {

  /** The ids whose means are divided. */
  public record Ratio(String numerator, String denominator) {}

  public GateDefinition {
    Checks.notBlank("id", id);
    Checks.finite("target", target);
    modes = Set.copyOf(modes);
  }

  /** The ids that must have run for this gate to be judged. */
  public Set<String> needs() {
    return ratio.map(r -> Set.of(r.numerator(), r.denominator())).orElse(Set.of(id));
  }

  boolean holdsIn(Optional<String> mode) {
    return modes.isEmpty() || mode.isEmpty() || modes.contains(mode.get());
  }
}
