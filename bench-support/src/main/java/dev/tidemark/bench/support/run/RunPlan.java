package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.runs.LookPlan;
import java.util.List;
import java.util.Optional;

/**
 * What one jar measures in a run; kept in the run's metadata, so that the run can be resumed.
 *
 * @param module name of the jar
 * @param session id of the run
 * @param profile name of the profile, {@code adhoc} when ids were picked by hand
 * @param ids what is measured
 * @param rounds fresh JVMs per id
 * @param durability mode asked for
 * @param seed of the order within rounds
 * @param overrides changes to the schedule
 * @param commit hash the jar was built from
 * @param rulers whether each round measures the rulers too
 * @param untilMde the slowdown, as a share, at whose detection an id ends before the last round; 0
 *     for all rounds in any case
 */
public record RunPlan(
    String module,
    String session,
    String profile,
    List<String> ids,
    int rounds,
    BenchMode durability,
    long seed,
    Overrides overrides,
    String commit,
    boolean rulers,
    @JsonProperty("until_mde") double untilMde) {

  public RunPlan {
    ids = List.copyOf(ids);
  }

  int forks() {
    return ids.size() * rounds;
  }

  /** When ids may end, if they may. */
  Optional<LookPlan> looks() {
    return untilMde > 0 ? Optional.of(LookPlan.upTo(untilMde, rounds)) : Optional.empty();
  }
}
