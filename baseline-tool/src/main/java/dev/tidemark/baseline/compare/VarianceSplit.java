package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of what a fork's mean deviates by lies between forks, and how much is left of the
 * deviation of iterations within them. With S²_f the variance of the logarithms of fork means, S²_i
 * the mean variance of the logarithms of a fork's k iterations, the first is max(0, S²_f − S²_i/k)
 * and the second S²_i/k.
 *
 * <p>For the least time, by Kalibera and Jones, Rigorous Benchmarking in Reasonable Time (2013), a
 * fork runs √(c_f/c_i · S²_i/σ²) iterations, with c_f the time a fork takes before it measures, c_i
 * that of an iteration, and σ² the variance between forks.
 *
 * @param between share of the first, 0 to 1
 * @param bestIterations iterations a fork that cost the least for the interval they give; empty
 *     when the time they take is not recorded, or no number of forks helps
 */
public record VarianceSplit(double between, OptionalInt bestIterations) {

  private static final double HALF = 0.5;
  private static final double JVM_START_NANOS = 0.5e9;
  private static final int MOST_ITERATIONS = 1_000;

  /** Empty unless every fork, of two or more, holds the same number of iterations, two or more. */
  public static Optional<VarianceSplit> of(BenchmarkResult result) {
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
        : Optional.of(
            new VarianceSplit(
                between / (between + ofIterations),
                best(result.setup(), ofIterations * iterations / between)));
  }

  /**
   * The cheapest number of iterations.
   *
   * @param variances that of iterations to that of forks; infinite if forks do not differ
   */
  private static OptionalInt best(MeasurementSetup setup, double variances) {
    double iteration = setup.measurement().map(phase -> nanos(phase.time())).orElse(0.0);
    if (iteration == 0 || setup.warmup().isEmpty() || !Double.isFinite(variances)) {
      return OptionalInt.empty();
    }
    Phase warmup = setup.warmup().get();
    double fork = JVM_START_NANOS + warmup.iterations() * nanos(warmup.time());
    double best = StrictMath.ceil(StrictMath.sqrt(fork / iteration * variances));
    return OptionalInt.of((int) Math.max(1, Math.min(MOST_ITERATIONS, best)));
  }

  private static double nanos(Duration time) {
    return time.toNanos();
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

  /** The split and what to measure more of. */
  public String text() {
    String split = Rounding.plain(StrictMath.rint(between * 100)) + " % between forks: " + advice();
    if (bestIterations.isEmpty()) {
      return split;
    }
    int best = bestIterations.getAsInt();
    return split
        + "; at the least cost a fork runs "
        + (best == 1 ? "1 iteration" : best + " iterations");
  }

  private String advice() {
    return between > HALF ? "add forks, not iterations" : "add iterations, or forks";
  }
}
