package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SessionRatio;
import dev.tidemark.baseline.statistics.WelchRatio;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.ForkSample;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Two comparable results of one id, seen so that a larger ratio is worse. */
record Pair(String id, BenchmarkResult base, BenchmarkResult current) {

  /** Bytes to which a JVM rounds the size of an object. */
  static final double OBJECT_ALIGNMENT = 8;

  boolean higherIsBetter() {
    return base.outcome().direction() == Direction.HIGHER_IS_BETTER;
  }

  boolean isTime() {
    return base.outcome().unit().equals("ns");
  }

  boolean comparable() {
    return Comparability.differences(base, current).isEmpty();
  }

  boolean hasForkData() {
    return !base.forks().isEmpty() && !current.forks().isEmpty();
  }

  int fewestForks() {
    return Math.min(base.forks().size(), current.forks().size());
  }

  /** Of the point values; empty when one is not above 0, where no ratio has a meaning. */
  OptionalDouble pointRatio() {
    double a = base.outcome().point();
    double b = current.outcome().point();
    if (a <= 0 || b <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(higherIsBetter() ? a / b : b / a);
  }

  /** Empty with fewer forks than an interval needs or with a fork value not above 0. */
  Optional<WelchRatio> welch() {
    if (fewestForks() < Criteria.FEWEST_FORKS || !positive(base) || !positive(current)) {
      return Optional.empty();
    }
    LogSample a = LogSample.of(base.forkMeans());
    LogSample b = LogSample.of(current.forkMeans());
    return Optional.of(higherIsBetter() ? WelchRatio.of(b, a) : WelchRatio.of(a, b));
  }

  /** Empty unless BASE holds the sessions that tell their spread. */
  Optional<SessionRatio> sessionRatio() {
    if (base.forks().size() < Sessions.NEEDED
        || !hasForkData()
        || !positive(base)
        || !positive(current)) {
      return Optional.empty();
    }
    double[] sessions = sessionMeans(base);
    return sessions.length < Sessions.NEEDED
        ? Optional.empty()
        : Optional.of(SessionRatio.of(LogSample.of(sessions), LogSample.of(sessionMeans(current))));
  }

  /** The geometric mean over the forks of each session, so that more is worse. */
  private double[] sessionMeans(BenchmarkResult result) {
    Map<String, double[]> sessions = new TreeMap<>();
    for (ForkSample fork : result.forks()) {
      double[] sum = sessions.computeIfAbsent(fork.session(), name -> new double[2]);
      sum[0] += StrictMath.log(fork.mean());
      sum[1]++;
    }
    return sessions.values().stream()
        .mapToDouble(sum -> StrictMath.exp((higherIsBetter() ? -sum[0] : sum[0]) / sum[1]))
        .toArray();
  }

  boolean everyForkWorse() {
    return higherIsBetter() ? largest(current) < smallest(base) : smallest(current) > largest(base);
  }

  boolean everyForkBetter() {
    return higherIsBetter() ? smallest(current) > largest(base) : largest(current) < smallest(base);
  }

  /**
   * Whether this is a count or a size that no fork of its side disagrees on. Times never are: equal
   * times are a coincidence.
   */
  boolean exact() {
    return !isTime()
        && fewestForks() > 1
        && smallest(base) == largest(base)
        && smallest(current) == largest(current);
  }

  /** Whether the point values differ by more than their jitter. */
  boolean beyondQuantum() {
    double quantum = base.outcome().unit().matches("B(/.*)?") ? OBJECT_ALIGNMENT : 0;
    return Math.abs(current.outcome().point() - base.outcome().point()) > quantum;
  }

  private static boolean positive(BenchmarkResult result) {
    return smallest(result) > 0;
  }

  private static double smallest(BenchmarkResult result) {
    double smallest = Double.POSITIVE_INFINITY;
    for (ForkSample fork : result.forks()) {
      smallest = Math.min(smallest, fork.mean());
    }
    return smallest;
  }

  private static double largest(BenchmarkResult result) {
    double largest = Double.NEGATIVE_INFINITY;
    for (ForkSample fork : result.forks()) {
      largest = Math.max(largest, fork.mean());
    }
    return largest;
  }
}
