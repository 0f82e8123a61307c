package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.baseline.statistics.WelchRatio;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gives a pair its verdict. */
final class Judge {

  private final Criteria criteria;

  Judge(Criteria criteria) {
    this.criteria = criteria;
  }

  /** By the interval over fork means. */
  Row byForks(Pair pair, WelchRatio welch, double adjustedP) {
    Evidence evidence =
        new Evidence(
            welch.interval(criteria.confidence()),
            welch.p(),
            adjustedP,
            welch.equivalenceP(criteria.margin()),
            pair.mannWhitneyP());
    Verdict verdict = verdict(pair, welch, evidence);
    String note = verdict == Verdict.INCONCLUSIVE ? plan(welch, evidence, pair) : "";
    return row(pair, OptionalDouble.of(welch.ratio()), Optional.of(evidence), verdict, note);
  }

  /** By point values, where no interval can be had. */
  Row byPoint(Pair pair) {
    OptionalDouble ratio = pair.pointRatio();
    if (ratio.isEmpty()) {
      return row(pair, ratio, Optional.empty(), exactVerdict(pair), "not above 0: no ratio");
    }
    boolean summaryOnly = !pair.hasForkData();
    Verdict verdict = Verdict.INCONCLUSIVE;
    if (exceeds(pair, ratio.getAsDouble()) && (summaryOnly || pair.everyForkWorse())) {
      verdict = Verdict.REGRESSED_POINT;
    } else if (1 / ratio.getAsDouble() > Criteria.IMPROVEMENT
        && (summaryOnly || pair.everyForkBetter())) {
      verdict = Verdict.IMPROVED_POINT;
    }
    return row(pair, ratio, Optional.empty(), verdict, forkNote(pair));
  }

  private Verdict verdict(Pair pair, WelchRatio welch, Evidence evidence) {
    boolean significant = evidence.adjustedP() <= criteria.alpha();
    if (significant && evidence.interval().low() > 1) {
      return exceeds(pair, welch.ratio()) ? Verdict.REGRESSED : Verdict.SLOWER;
    }
    if (significant && evidence.interval().high() < 1) {
      return 1 / welch.ratio() > Criteria.IMPROVEMENT ? Verdict.IMPROVED : Verdict.FASTER;
    }
    return evidence.equivalenceP() <= criteria.alpha() ? Verdict.EQUIVALENT : Verdict.INCONCLUSIVE;
  }

  /** An absolute threshold is a time; a result of another unit is held to the default instead. */
  private boolean exceeds(Pair pair, double ratio) {
    double base = pair.base().outcome().point();
    if (!pair.isTime() && criteria.threshold() instanceof Threshold.Absolute) {
      return Criteria.DEFAULT.threshold().exceededBy(1, ratio);
    }
    return pair.isTime()
        ? criteria.threshold().exceededBy(base, base * ratio)
        : criteria.threshold().exceededBy(1, ratio);
  }

  /** A count that never varies needs no ratio: any change is one. */
  private static Verdict exactVerdict(Pair pair) {
    if (!pair.exact()) {
      return Verdict.INCONCLUSIVE;
    }
    if (pair.everyForkWorse()) {
      return Verdict.REGRESSED;
    }
    return pair.everyForkBetter() ? Verdict.IMPROVED : Verdict.EQUIVALENT;
  }

  private String plan(WelchRatio welch, Evidence evidence, Pair pair) {
    if (evidence.p() <= criteria.alpha()) {
      return "p = "
          + Rounding.plain(evidence.p())
          + " alone would count, adjusted "
          + Rounding.plain(evidence.adjustedP())
          + " does not";
    }
    double shift =
        criteria.threshold() instanceof Threshold.Factor factor && factor.ratio() > 1
            ? factor.ratio() - 1
            : criteria.margin();
    int forks = welch.forksToFind(shift, criteria.alpha());
    if (forks > pair.fewestForks()) {
      return "needs " + forks + " forks a side to find " + percent(shift);
    }
    forks = welch.forksToEquate(criteria.margin(), criteria.alpha());
    return "needs " + forks + " forks a side to show equality within " + percent(criteria.margin());
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
      Pair pair, OptionalDouble ratio, Optional<Evidence> evidence, Verdict verdict, String note) {
    return new Row(
        pair.id(),
        Optional.of(pair.base()),
        Optional.of(pair.current()),
        ratio,
        evidence,
        verdict,
        note);
  }
}
