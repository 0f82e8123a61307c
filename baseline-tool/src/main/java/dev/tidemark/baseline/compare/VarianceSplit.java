package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import java.util.List;
import java.util.Optional;

/**
 * How much of what a fork's mean deviates by lies between forks, and how much is left of the
 * deviation of iterations within them. With S²_f the variance of the logarithms of fork means, S²_i
 * the mean variance of the logarithms of a fork's k iterations, the first is max(0, S²_f − S²_i/k)
 * and the second S²_i/k.
 *
 * @param between share of the first, 0 to 1
 */
record VarianceSplit(double between) {

  private static final double HALF = 0.5;

  /** Empty unless every fork, of two or more, holds the same number of iterations, two or more. */
  static Optional<VarianceSplit> of(BenchmarkResult result) {
    List<ForkSample> forks = result.forks();
    int iterations = forks.isEmpty() ? 0 : forks.get(0).iterations().size();
    if (forks.size() < 2
        || iterations < 2
        || !forks.stream().allMatch(f -> usable(f, iterations))) {
      return Optional.empty();
    }
    double ofIterations =
        forks.stream().mapToDouble(VarianceSplit::ofIterations).sum() / forks.size() / iterations;
    double ofForks = LogSample.of(result.forkMeans()).variance();
    double between = Math.max(0, ofForks - ofIterations);
    return between + ofIterations == 0
        ? Optional.empty()
        : Optional.of(new VarianceSplit(between / (between + ofIterations)));
  }

  private static boolean usable(ForkSample fork, int iterations) {
    return fork.mean() > 0
        && fork.iterations().size() == iterations
        && fork.iterations().stream().allMatch(value -> value > 0);
  }

  private static double ofIterations(ForkSample fork) {
    return LogSample.of(fork.iterations().stream().mapToDouble(Double::doubleValue).toArray())
        .variance();
  }

  /** What to measure more of. */
  String advice() {
    return between > HALF
        ? "more forks narrow the interval, more iterations hardly do"
        : "more iterations a fork narrow the interval too";
  }
}
