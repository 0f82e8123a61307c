package dev.tidemark.runs;

import java.util.List;
import java.util.Optional;

/**
 * What the run was and why it was made: JSON object {@code run}.
 *
 * @param suites the bench modules that took part
 * @param mode durability mode of the whole run
 * @param decision {@code keep}, {@code reject} or {@code pending}
 * @param blockPlan names the interleaving that the run took part in: its round r ran next to round
 *     r of every other run with the same plan, and the two form a block
 * @param looks when the run looked at its forks to end early; empty for one of fixed size
 */
public record RunInfo(
    Status status,
    List<String> suites,
    Optional<String> profile,
    Optional<String> mode,
    Optional<String> tag,
    Optional<String> decision,
    Optional<String> notes,
    Optional<String> blockPlan,
    Optional<LookPlan> looks) {

  /** A run of fixed size. */
  public RunInfo(
      Status status,
      List<String> suites,
      Optional<String> profile,
      Optional<String> mode,
      Optional<String> tag,
      Optional<String> decision,
      Optional<String> notes,
      Optional<String> blockPlan) {
    this(status, suites, profile, mode, tag, decision, notes, blockPlan, Optional.empty());
  }

  /** Whether every selected round of every id has ended. */
  public enum Status {
    COMPLETE,
    INCOMPLETE
  }

  /** A complete run of which nothing else is recorded. */
  public static final RunInfo NOT_RECORDED = ofSuites(List.of());

  public RunInfo {
    suites = List.copyOf(suites);
  }

  /** A complete run of these suites, of which nothing else is recorded. */
  public static RunInfo ofSuites(List<String> suites) {
    return new RunInfo(
        Status.COMPLETE,
        suites,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This run as one that could end after any look of a plan. */
  public RunInfo looking(LookPlan plan) {
    return new RunInfo(
        status, suites, profile, mode, tag, decision, notes, blockPlan, Optional.of(plan));
  }

  RunInfo withoutBlockPlan() {
    return new RunInfo(
        status, suites, profile, mode, tag, decision, notes, Optional.empty(), looks);
  }
}
