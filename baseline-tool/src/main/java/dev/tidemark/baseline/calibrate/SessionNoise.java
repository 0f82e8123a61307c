package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.WelchRatio;
import dev.tidemark.runs.BenchmarkResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much one id varies while nothing changes.
 *
 * @param sessions it was measured in, at least 2
 * @param forks of the smallest session, at least 2
 * @param forkDeviation of the logarithms within a session
 * @param sessionDeviation of the logarithms between sessions, beyond what their forks explain
 * @param detectable the slowdown, as a share, that one session of so many forks finds against one
 *     other 19 times in 20
 */
public record SessionNoise(
    int sessions, int forks, double forkDeviation, double sessionDeviation, double detectable) {

  /** Empty without two sessions of two forks with values above 0. */
  static Optional<SessionNoise> of(List<BenchmarkResult> results) {
    List<LogSample> samples =
        results.stream()
            .map(BenchmarkResult::forkMeans)
            .filter(means -> means.length > 1 && Arrays.stream(means).allMatch(v -> v > 0))
            .map(LogSample::of)
            .toList();
    return samples.size() < 2 ? Optional.empty() : Optional.of(between(samples));
  }

  private static SessionNoise between(List<LogSample> samples) {
    int sessions = samples.size();
    int forks = samples.stream().mapToInt(LogSample::n).min().orElseThrow();
    double forkVariance = samples.stream().mapToDouble(LogSample::variance).sum() / sessions;
    LogSample means =
        LogSample.of(samples.stream().mapToDouble(s -> StrictMath.exp(s.mean())).toArray());
    double explained = forkVariance / forks;
    boolean drifts = means.variance() > explained;
    double variance = Math.max(means.variance(), explained);
    double freedom = drifts ? sessions - 1.0 : (double) sessions * (forks - 1);
    WelchRatio difference =
        new WelchRatio(0, StrictMath.sqrt(2 * variance), freedom, StrictMath.sqrt(forkVariance));
    return new SessionNoise(
        sessions,
        forks,
        StrictMath.sqrt(forkVariance),
        StrictMath.sqrt(Math.max(0, means.variance() - explained)),
        difference.detectable(Criteria.DEFAULT.alpha()));
  }
}
