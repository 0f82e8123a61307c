package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Threshold;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.MannWhitney;
import dev.tidemark.baseline.statistics.WelchRatio;

/** This tool's rule beside those of other tools, each asked whether CURRENT is slower. */
final class Rules {

  private static final double POOLED_LEVEL = 0.05;
  private static final double FIXED_RATIO = 1.05;
  private static final double JMH_CONFIDENCE = 0.999;

  private final Comparer comparer;
  private final MannWhitney ranks = new MannWhitney();

  Rules(Threshold threshold) {
    comparer = new Comparer(Criteria.DEFAULT.withThreshold(threshold));
  }

  /** As shipped. */
  Row ours(Trial trial) {
    return comparer.compare("id", trial.baseResult(), trial.currentResult());
  }

  static boolean regressed(Row row) {
    return row.verdict() == Verdict.REGRESSED;
  }

  /** Iterations of all forks in one bag, ranks. */
  boolean pooledMannWhitney(Trial trial) {
    return ranks.p(Trial.pooled(trial.base()), Trial.pooled(trial.current())) <= POOLED_LEVEL
        && Trial.mean(trial.current()) > Trial.mean(trial.base());
  }

  /** Iterations of all forks in one bag, means. */
  static boolean pooledWelch(LogSample base, LogSample current) {
    WelchRatio welch = WelchRatio.of(base, current);
    return welch.p() <= POOLED_LEVEL && welch.logRatio() > 0;
  }

  /** Means more than 5 % apart. */
  static boolean fixedPercentage(Trial trial) {
    return Trial.mean(trial.current()) / Trial.mean(trial.base()) > FIXED_RATIO;
  }

  /** JMH's intervals, over all iterations, that do not overlap. */
  static boolean jmhIntervals(LogSample base, LogSample current) {
    return current.mean() > base.mean()
        && current.interval(JMH_CONFIDENCE).low() > base.interval(JMH_CONFIDENCE).high();
  }
}
