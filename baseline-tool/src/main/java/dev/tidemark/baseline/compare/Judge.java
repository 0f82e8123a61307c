package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.ForkPlanner;
import dev.tidemark.baseline.statistics.MannWhitney;
import dev.tidemark.baseline.statistics.RatioEstimate;
import dev.tidemark.baseline.statistics.Rounding;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Gives a pair its verdict. */
final class Judge {

  private final Criteria criteria;
  private final Steadiness steadiness;
  private final MannWhitney ranks = new MannWhitney();
  private final ForkPlanner toFind;
  private final ForkPlanner toEquate;

  Judge(Criteria criteria) {
    this.criteria = criteria;
    this.steadiness = new Steadiness(1 + criteria.plannedShift());
    this.toFind = ForkPlanner.toFind(criteria.alpha());
    this.toEquate = ForkPlanner.toEquate(criteria.alpha());
  }

  /** By the interval over fork means. */
  Row byForks(Pair pair, RatioEstimate estimate, double adjustedP) {
    Evidence evidence =
        new Evidence(
            estimate,
            criteria.alpha(),
            estimate.interval(criteria.confidence()),
            estimate.p(),
            adjustedP,
            estimate.equivalenceP(criteria.margin()),
            ranks.p(pair.base().forkMeans(), pair.current().forkMeans()));
    Row row =
        row(
            pair,
            OptionalDouble.of(estimate.ratio()),
            Optional.of(evidence),
            verdict(pair, estimate, evidence));
    Optional<String> doubt = steadiness.doubt(pair);
    if (doubt.isPresent()) {
      return row.with(row.verdict().isRegression() ? row.verdict() : Verdict.UNSTABLE, doubt.get());
    }
    return row.verdict() == Verdict.INCONCLUSIVE ? planned(row, estimate, evidence, pair) : row;
  }

  /** By point values, where no interval can be had. */
  Row byPoint(Pair pair) {
    OptionalDouble ratio = pair.pointRatio();
    if (ratio.isEmpty()) {
      return row(pair, ratio, Optional.empty(), Verdict.INCONCLUSIVE)
          .noting("not above 0: no ratio");
    }
    boolean summaryOnly = !pair.hasForkData();
    Verdict verdict = Verdict.INCONCLUSIVE;
    if (exceeds(pair, ratio.getAsDouble()) && (summaryOnly || pair.everyForkWorse())) {
      verdict = Verdict.REGRESSED_POINT;
    } else if (1 / ratio.getAsDouble() > Criteria.IMPROVEMENT
        && (summaryOnly || pair.everyForkBetter())) {
      verdict = Verdict.IMPROVED_POINT;
    }
    Row row = row(pair, ratio, Optional.empty(), verdict).noting(forkNote(pair));
    return verdict == Verdict.INCONCLUSIVE ? row.needing(Criteria.PLANNED_FORKS) : row;
  }

  private Verdict verdict(Pair pair, RatioEstimate estimate, Evidence evidence) {
    boolean significant =
        evidence.p() <= criteria.alpha() && evidence.adjustedP() <= criteria.falseDiscoveryRate();
    if (significant && evidence.interval().low() > 1) {
      return exceeds(pair, estimate.ratio()) ? Verdict.REGRESSED : Verdict.SLOWER;
    }
    if (significant && evidence.interval().high() < 1) {
      return 1 / estimate.ratio() > Criteria.IMPROVEMENT ? Verdict.IMPROVED : Verdict.FASTER;
    }
    return evidence.equivalenceP() <= criteria.alpha() ? Verdict.EQUIVALENT : Verdict.INCONCLUSIVE;
  }

  /** An absolute threshold is a time; a result of another unit is held to the default instead. */
  boolean exceeds(Pair pair, double ratio) {
    if (pair.isTime()) {
      double base = pair.base().outcome().point();
      return criteria.threshold().exceededBy(base, base * ratio);
    }
    Optional<Threshold.Factor> relative = criteria.threshold().relative();
    return relative
        .map(factor -> factor.exceededBy(1, ratio))
        .orElseGet(() -> Criteria.DEFAULT.threshold().exceededBy(1, ratio));
  }

  /** A count that never varies needs no statistics: any change beyond its quantum is one. */
  Row exactly(Pair pair) {
    OptionalDouble ratio = pair.pointRatio();
    Verdict verdict = Verdict.EQUIVALENT;
    if (pair.everyForkWorse() && pair.beyondQuantum()) {
      boolean small = ratio.isPresent() && !exceeds(pair, ratio.getAsDouble());
      verdict = small ? Verdict.SLOWER : Verdict.REGRESSED;
    } else if (pair.everyForkBetter() && pair.beyondQuantum()) {
      boolean large = ratio.isEmpty() || 1 / ratio.getAsDouble() > Criteria.IMPROVEMENT;
      verdict = large ? Verdict.IMPROVED : Verdict.FASTER;
    }
    return row(pair, ratio, Optional.empty(), verdict).noting("exact: no fork differs");
  }

  private Row planned(Row row, RatioEstimate estimate, Evidence evidence, Pair pair) {
    if (evidence.p() <= criteria.alpha()) {
      return row.needing(2 * pair.fewestForks())
          .noting(
              "p = "
                  + Rounding.plain(evidence.p())
                  + " alone would count, adjusted "
                  + Rounding.plain(evidence.adjustedP())
                  + " does not");
    }
    int forks = toFind.forks(estimate, criteria.plannedShift());
    if (forks > pair.fewestForks()) {
      return row.needing(forks)
          .noting("needs " + forks + " forks a side to find " + percent(criteria.plannedShift()));
    }
    forks = toEquate.forks(estimate, criteria.margin());
    return row.needing(forks)
        .noting(
            "needs "
                + forks
                + " forks a side to show equality within "
                + percent(criteria.margin()));
  }

  private static String percent(double share) {
    return Rounding.plain(share * 100) + " %";
  }

  private static String forkNote(Pair pair) {
    return pair.hasForkData()
        ? "unconfirmed, n = "
            + pair.base().forks().size()
            + "+"
            + pair.current().forks().size()
            + " forks, needs "
            + Criteria.FEWEST_FORKS
        : "unconfirmed, no fork data";
  }

  private static Row row(
      Pair pair, OptionalDouble ratio, Optional<Evidence> evidence, Verdict verdict) {
    return new Row(
        pair.id(),
        Optional.of(pair.base()),
        Optional.of(pair.current()),
        ratio,
        evidence,
        verdict,
        OptionalInt.empty(),
        "");
  }
}
