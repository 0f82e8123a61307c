package dev.tidemark.baseline.html;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a report shows.
 *
 * @param trend runs of the store up to the current one
 * @param flameGraphs by id, as links from where the report will lie
 */
public record ReportSource(
    Comparison comparison,
    StoredRun base,
    StoredRun current,
    Trend trend,
    Map<String, List<FlameGraphs.Link>> flameGraphs) {

  public ReportSource {
    flameGraphs = new TreeMap<>(flameGraphs);
  }

  /**
   * Adds to a comparison what lies around it.
   *
   * @param store whose runs the trend is drawn over
   * @param folder where the report will lie
   */
  public static ReportSource of(
      Comparison comparison, StoredRun base, StoredRun current, RunStore store, Path folder) {
    return new ReportSource(
        comparison, base, current, Trend.before(current, store), FlameGraphs.find(current, folder));
  }
}
