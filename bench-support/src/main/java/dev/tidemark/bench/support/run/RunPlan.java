package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.BenchMode;
import java.util.List;

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
    String commit) {

  public RunPlan {
    ids = List.copyOf(ids);
  }

  int forks() {
    return ids.size() * rounds;
  }
}
