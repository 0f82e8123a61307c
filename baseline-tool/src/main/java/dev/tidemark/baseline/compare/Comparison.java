package dev.tidemark.baseline.compare;

import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.GateResult;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole result.
 *
 * @param rows one per id of either run that the filter selects, by id
 * @param gates of the current run
 * @param absentGates ids gated in either run and without a result in the current one
 * @param adjustedRows over how many rows the p-values were adjusted
 * @param incomplete why the current run is not whole; empty when it is
 * @param warnings for people
 */
public record Comparison(
    RunLabel base,
    RunLabel current,
    Criteria criteria,
    Comparability comparability,
    List<Row> rows,
    Map<String, GateResult> gates,
    Set<String> absentGates,
    int adjustedRows,
    List<String> incomplete,
    List<String> warnings) {

  public Comparison {
    rows = List.copyOf(rows);
    incomplete = List.copyOf(incomplete);
    warnings = List.copyOf(warnings);
  }

  /** How many rows have the verdict. */
  public long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** How many ids of either run could not be compared. */
  public long unpaired() {
    return rows.stream().filter(row -> !row.verdict().isPaired()).count();
  }

  /** Whether a row regressed or an enforced gate failed. */
  private boolean failed() {
    return rows.stream().anyMatch(row -> row.verdict().isRegression())
        || gates.values().stream().anyMatch(GateResult::failsRun);
  }

  /** Whether nothing was compared, or not all that had to be: such a comparison must not pass. */
  private boolean vacuous() {
    return unpaired() == rows.size() || !absentGates.isEmpty() || !incomplete.isEmpty();
  }

  /** The geometric mean over the paired rows. */
  public Geomean geomean() {
    double[] logs =
        rows.stream()
            .filter(row -> row.ratio().isPresent())
            .mapToDouble(row -> StrictMath.log(row.ratio().getAsDouble()))
            .toArray();
    double sum = 0;
    for (double log : logs) {
      sum += log;
    }
    return new Geomean(logs.length == 0 ? 1 : StrictMath.exp(sum / logs.length), logs.length);
  }

  /** What the whole comparison says. */
  public Conclusion conclusion() {
    if (vacuous()) {
      return Conclusion.VACUOUS;
    }
    return failed() ? Conclusion.FAILED : Conclusion.PASSED;
  }
}
