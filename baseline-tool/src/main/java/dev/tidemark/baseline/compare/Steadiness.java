package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import java.util.List;
import java.util.Optional;

/**
 * Whether forks had settled when measuring began: the ratio of the last to the first measured
 * iterations, one value a fork, must not lie beyond the limit with 99 % confidence.
 */
final class Steadiness {

  private static final int FEWEST_ITERATIONS = 3;
  private static final double CONFIDENCE = 0.99;

  private final double limit;

  /**
   * @param limit a ratio above 1
   */
  Steadiness(double limit) {
    this.limit = limit;
  }

  /** How the forks of either side drift; empty when they do not, or too little is recorded. */
  Optional<String> doubt(Pair pair) {
    return drift(pair.current())
        .map(change -> "CURRENT " + change)
        .or(() -> drift(pair.base()).map(change -> "BASE " + change));
  }

  private Optional<String> drift(BenchmarkResult result) {
    double[] ratios = ratios(result.forks());
    if (!anyBeyond(ratios)) {
      return Optional.empty();
    }
    LogSample drifts = LogSample.of(ratios);
    if (Math.abs(drifts.mean()) <= StrictMath.log(limit)) {
      return Optional.empty();
    }
    Interval interval = drifts.interval(CONFIDENCE);
    return interval.low() > limit || interval.high() < 1 / limit
        ? Optional.of(
            "had not settled: within a fork the last iterations take "
                + Rounding.plain(StrictMath.exp(drifts.mean()))
                + " of the first; warm up longer or fix the amount of work")
        : Optional.empty();
  }

  /** One a fork; empty where they do not tell. */
  private static double[] ratios(List<ForkSample> forks) {
    double[] ratios = new double[forks.size() < Criteria.FEWEST_FORKS ? 0 : forks.size()];
    for (int i = 0; i < ratios.length; i++) {
      List<Double> iterations = forks.get(i).iterations();
      if (!judged(iterations)) {
        return new double[0];
      }
      ratios[i] = ratio(iterations);
    }
    return ratios;
  }

  private boolean anyBeyond(double[] ratios) {
    for (double ratio : ratios) {
      if (ratio > limit || 1 / ratio > limit) {
        return true;
      }
    }
    return false;
  }

  private static boolean judged(List<Double> iterations) {
    if (iterations.size() < FEWEST_ITERATIONS) {
      return false;
    }
    for (double value : iterations) {
      if (!(value > 0)) {
        return false;
      }
    }
    return true;
  }

  private static double ratio(List<Double> iterations) {
    int half = iterations.size() / 2;
    return sum(iterations.subList(iterations.size() - half, iterations.size()))
        / sum(iterations.subList(0, half));
  }

  private static double sum(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
