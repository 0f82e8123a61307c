package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.ForkBootstrap;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.PairedRatio;
import dev.tidemark.baseline.statistics.RatioEstimate;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.baseline.statistics.SessionRatio;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.RunRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a row came to its verdict: inputs, formulas and numbers that anyone can recompute. */
public final class Explanation {

  private final Criteria criteria;
  private final List<String> lines = new ArrayList<>();

  private Explanation(Criteria criteria) {
    this.criteria = criteria;
  }

  /**
   * Explains a row of a comparison of these two runs.
   *
   * @return lines for people
   */
  public static List<String> of(Row row, RunRecord base, RunRecord current, Criteria criteria) {
    Explanation explanation = new Explanation(criteria);
    explanation.say("id: %s", row.id());
    row.base().ifPresent(result -> explanation.inputs("BASE", result));
    row.current().ifPresent(result -> explanation.inputs("CURRENT", result));
    if (row.evidence().isPresent()) {
      Pair pair = new Pair(row.id(), row.base().orElseThrow(), row.current().orElseThrow());
      Optional<RatioEstimate> estimate = Comparer.estimate(pair, Blocks.of(base, current));
      explanation.estimate(estimate.orElseThrow(), row.evidence().get());
      explanation.rule(pair, estimate.orElseThrow().ratio(), row.evidence().get());
    }
    Tail.of(row, criteria).forEach(explanation::tail);
    explanation.say(
        "verdict: %s%s", row.verdict(), row.note().isEmpty() ? "" : " (" + row.note() + ")");
    return explanation.lines;
  }

  private void inputs(String side, BenchmarkResult result) {
    say(
        "%s: point value %s %s, n = %d forks",
        side, number(result.outcome().point()), result.outcome().unit(), result.forks().size());
    result
        .allocBytesPerOp()
        .ifPresent(bytes -> say("  allocated: %s B an operation", number(bytes)));
    result.aux().forEach((name, value) -> say("  %s: %s", name, number(value)));
    double[] forks = result.forkMeans();
    if (forks.length > 0) {
      say("  fork means: %s", numbers(forks));
    }
    if (forks.length > 0 && Arrays.stream(forks).allMatch(v -> v > 0)) {
      LogSample sample = LogSample.of(forks);
      say(
          "  mean of ln: %s, variance of ln (divisor n-1): %s",
          number(sample.mean()), number(sample.variance()));
    }
    VarianceSplit.of(result)
        .ifPresent(split -> say("  of the variance of a fork's mean %s", split.text()));
    if (forks.length > 0 && Modality.several(forks)) {
      say("  %s", Modality.TEXT);
    }
  }

  private void estimate(RatioEstimate estimate, Evidence evidence) {
    say("method: %s", method(estimate));
    say(
        "  D = %s, SE = %s, v = %s degrees of freedom",
        number(estimate.logRatio()),
        number(estimate.standardError()),
        number(estimate.degreesOfFreedom()));
    say("  ratio = exp(D) = %s", number(estimate.ratio()));
    say(
        "  %s interval = exp(D -+ t(1-%s/2, v) SE) = [%s, %s]",
        number(criteria.confidence()),
        number(1 - criteria.confidence()),
        number(evidence.interval().low()),
        number(evidence.interval().high()));
    say("  p = 2 P(T > |D|/SE) = %s", number(evidence.p()));
    say("  adjusted p (Benjamini and Hochberg over the rows) = %s", number(evidence.adjustedP()));
    say(
        "  equivalence: P(T > (ln(1+margin) - |D|)/SE), margin %s = %s",
        number(criteria.margin()), number(evidence.equivalenceP()));
    say("  Mann and Whitney on forks, two-sided: p = %s", number(evidence.mannWhitneyP()));
    say("  detectable = exp((t(alpha/2) + t(0.05)) SE) - 1 = %s", number(evidence.detectable()));
  }

  private static String method(RatioEstimate estimate) {
    if (estimate instanceof PairedRatio paired) {
      return "differences of ln within "
          + paired.blocks()
          + " rounds: D = mean, SE = s/sqrt(n), v = n-1";
    }
    if (estimate instanceof SessionRatio) {
      return "session means of ln: D = difference of means, SE = s sqrt(1/S + 1/k), v = S-1, s of"
          + " the S sessions of BASE, k sessions of CURRENT";
    }
    return "Welch on ln of fork means: D = difference of means (worse is positive),"
        + " SE^2 = sA^2/nA + sB^2/nB,"
        + " v = SE^4/(sA^4/(nA^2(nA-1)) + sB^4/(nB^2(nB-1)))";
  }

  private void rule(Pair pair, double ratio, Evidence evidence) {
    say(
        "rule: p <= alpha (%s): %s; adjusted p <= fdr (%s): %s; interval beyond 1: %s;"
            + " beyond the threshold %s: %s",
        number(criteria.alpha()),
        evidence.p() <= criteria.alpha(),
        number(criteria.falseDiscoveryRate()),
        evidence.adjustedP() <= criteria.falseDiscoveryRate(),
        evidence.interval().low() > 1 || evidence.interval().high() < 1,
        criteria.threshold().text(),
        new Judge(criteria).exceeds(pair, ratio));
  }

  private void tail(Tail tail) {
    String interval =
        tail.interval()
            .map(
                i ->
                    "["
                        + number(i.low())
                        + ", "
                        + number(i.high())
                        + "] by "
                        + ForkBootstrap.RESAMPLES
                        + " resamples of forks, seed "
                        + criteria.seed())
            .orElse("needs 100 operations beyond it in every fork");
    say(
        "%s: %s ns -> %s ns, %d operations beyond: %s, %s",
        tail.quantile().field(),
        number(tail.baseNs()),
        number(tail.currentNs()),
        tail.beyond(),
        tail.judgement(),
        interval);
  }

  private void say(String pattern, Object... values) {
    lines.add(String.format(Locale.ROOT, pattern, values));
  }

  private static String numbers(double[] values) {
    return Arrays.stream(values).mapToObj(Explanation::number).collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? "infinite"
        : Double.toString(Rounding.significant(value)).replaceFirst("\\.0$", "");
  }
}
