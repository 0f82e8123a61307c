package dev.tidemark.baseline.compare;

import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.GateResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The whole result.
 *
 * @param rows one per id of either run that the filter selects, by id
 * @param gates of the current run
 * @param absentGates ids gated in either run and without a result in the current one
 * @param procedure against false alarms
 * @param sessions of BASE
 * @param remedy what would settle the undecided rows; empty when there are none
 * @param incomplete why the current run is not whole; empty when it is
 * @param warnings for people
 * @param rulers that tell whether the machine was the same; empty when a run has none
 */
public record Comparison(
    RunLabel base,
    RunLabel current,
    Criteria criteria,
    Comparability comparability,
    List<Row> rows,
    Map<String, GateResult> gates,
    Set<String> absentGates,
    Procedure procedure,
    Sessions sessions,
    Optional<Remedy> remedy,
    List<String> incomplete,
    List<String> warnings,
    List<Ruler> rulers) {

  public Comparison {
    rows = List.copyOf(rows);
    incomplete = List.copyOf(incomplete);
    warnings = List.copyOf(warnings);
    rulers = List.copyOf(rulers);
  }

  /** This comparison with something to add about some rows. */
  public Comparison noting(Function<Row, Optional<String>> remark) {
    return new Comparison(
        base,
        current,
        criteria,
        comparability,
        rows.stream().map(row -> remark.apply(row).map(row::noting).orElse(row)).toList(),
        gates,
        absentGates,
        procedure,
        sessions,
        remedy,
        incomplete,
        warnings,
        rulers);
  }

  /** The rulers by which the machine was not the same. */
  public List<Ruler> drifted() {
    return rulers.stream().filter(Ruler::drifted).toList();
  }

  /** How many rows have the verdict. */
  public long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** How many ids of either run could not be compared. */
  public long unpaired() {
    return rows.stream().filter(row -> !row.verdict().isPaired()).count();
  }

  /** How many pairs were compared without an answer. */
  public long undecided() {
    return rows.stream().filter(row -> row.verdict().isUndecided()).count();
  }

  /** How many pairs allocate more in every fork. */
  public long allocatingMore() {
    return rows.stream().filter(Row::allocatesMore).count();
  }

  /**
   * The measured ids that look regressed before any adjustment: what a second run should measure
   * again.
   */
  public List<String> suspects() {
    return rows.stream()
        .filter(row -> row.verdict().isRegression() || slowerAlone(row))
        .filter(row -> row.current().filter(Remedies::measured).isPresent())
        .map(Row::id)
        .toList();
  }

  private boolean slowerAlone(Row row) {
    return row.verdict().isUndecided()
        && row.evidence()
            .filter(e -> e.p() <= criteria.alpha() && e.interval().low() > 1)
            .isPresent();
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
    if (failed()) {
      return Conclusion.FAILED;
    }
    return rows.stream().map(Row::verdict).filter(Verdict::isPaired).allMatch(Verdict::isUndecided)
        ? Conclusion.INCONCLUSIVE
        : Conclusion.PASSED;
  }
}
