package dev.tidemark.baseline.cli;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Which ids are compared. */
final class IdOptions {

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description = "Only these ids: * crosses /, {a,b}, !excludes, re:REGEX. Repeatable.")
  private List<String> filters = List.of();

  @Option(
      names = "--tier",
      split = ",",
      paramLabel = "TIER",
      description = "Only ids measured in these tiers: a0, a1, b, c, d, vector.")
  private List<String> tiers = List.of();

  @Option(
      names = "--param",
      paramLabel = "K=V",
      description = "Only ids measured with this parameter. Repeatable.")
  private Map<String, String> params = new LinkedHashMap<>();

  IdFilter filter() {
    return IdFilter.of(filters);
  }

  /**
   * The ids that tier and parameters exclude, in whichever of the runs they are.
   *
   * @throws IllegalArgumentException if they exclude all
   */
  Set<String> excluded(List<StoredRun> runs) {
    Set<String> wanted = new TreeSet<>();
    Set<String> excluded = new TreeSet<>();
    for (StoredRun run : runs) {
      run.record().results().forEach((id, result) -> (matches(result) ? wanted : excluded).add(id));
    }
    excluded.removeAll(wanted);
    if (wanted.isEmpty() && !excluded.isEmpty()) {
      throw new IllegalArgumentException(
          "no id has " + (tiers.isEmpty() ? "" : "tier " + tiers + " ") + "params " + params);
    }
    return excluded;
  }

  /** A run without some ids. */
  static StoredRun without(StoredRun run, Set<String> ids) {
    RunRecord record = run.record().without(ids);
    return ids.isEmpty() ? run : new StoredRun(run.name(), run.file(), record);
  }

  private boolean matches(BenchmarkResult result) {
    boolean tier =
        tiers.isEmpty()
            || result
                .setup()
                .tier()
                .filter(t -> tiers.stream().anyMatch(t::equalsIgnoreCase))
                .isPresent();
    return tier && result.setup().params().entrySet().containsAll(params.entrySet());
  }
}
