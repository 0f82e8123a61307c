package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.ForkPlanner;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.baseline.statistics.WelchRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Whether so many forks as a row asks for give the answer, and no answer comes without them. */
final class Plans {

  private static final int PAIRS = 2_000;
  private static final int MANY_PAIRS = 10_000;
  private static final double SHIFT = 0.05;
  private static final double USUAL_DEVIATION = 0.02;
  private static final double GREAT_DEVIATION = 0.08;
  private static final Criteria CRITERIA = Criteria.DEFAULT;

  private final SeededRandom random;
  private final Comparer comparer;
  private final double deviation;

  private Plans(SeededRandom random, Criteria criteria, double deviation) {
    this.random = random;
    this.comparer = new Comparer(criteria);
    this.deviation = deviation;
  }

  /** The forks planned to find 5 % are right within one: one more finds it, two fewer do not. */
  static List<Check> toFind(SeededRandom random) {
    List<Check> checks = new ArrayList<>();
    int enough = MANY_PAIRS * 95 / 100;
    for (double deviation : new double[] {0.02, 0.03, 0.05}) {
      Plans plans = new Plans(random, CRITERIA, deviation);
      int planned = ForkPlanner.toFind(CRITERIA.alpha()).forks(plans.estimate(), SHIFT);
      checks.add(
          new Check(
              plans.name("found: +5 %", planned + 1) + ", one more than planned",
              plans.count(MANY_PAIRS, planned + 1, 1 + SHIFT, Plans::slower),
              enough,
              MANY_PAIRS,
              MANY_PAIRS));
      checks.add(
          new Check(
              plans.name("found: +5 %", planned - 2) + ", two fewer than planned",
              plans.count(MANY_PAIRS, planned - 2, 1 + SHIFT, Plans::slower),
              0,
              enough - 1,
              MANY_PAIRS));
    }
    Plans noisy = new Plans(random, CRITERIA, 0.03);
    checks.add(
        Check.atLeast(
            noisy.name("found: +5 %", 16),
            noisy.count(MANY_PAIRS, 16, 1 + SHIFT, Plans::slower),
            0.95,
            MANY_PAIRS));
    return checks;
  }

  /** A difference is hardly ever called equality; with the forks planned for it, equality is. */
  static List<Check> toEquate(SeededRandom random) {
    List<Check> checks = new ArrayList<>();
    Plans doubtful = new Plans(random, CRITERIA.withMargin(0.05), GREAT_DEVIATION);
    for (int forks : new int[] {5, 10, 20}) {
      checks.add(
          Check.atMost(
              doubtful.name("EQUIVALENT within 5 %: +10 %", forks),
              doubtful.count(PAIRS, forks, 1.1, Plans::equivalent),
              0.05,
              PAIRS));
    }
    Plans usual = new Plans(random, CRITERIA, USUAL_DEVIATION);
    int planned = ForkPlanner.toEquate(CRITERIA.alpha()).forks(usual.estimate(), CRITERIA.margin());
    checks.add(
        Check.atLeast(
            usual.name("EQUIVALENT within 2 %: same code", planned) + ", as planned",
            usual.count(PAIRS, planned, 1, Plans::equivalent),
            0.9,
            PAIRS));
    checks.add(
        new Check(
            doubtful.name("INCONCLUSIVE without the forks needed: same code", 10),
            doubtful.count(PAIRS, 10, 1, Plans::helpless),
            0,
            0,
            PAIRS));
    return checks;
  }

  private static boolean slower(Row row) {
    return row.verdict() == Verdict.REGRESSED || row.verdict() == Verdict.SLOWER;
  }

  private static boolean equivalent(Row row) {
    return row.verdict() == Verdict.EQUIVALENT;
  }

  private static boolean helpless(Row row) {
    return row.verdict() == Verdict.INCONCLUSIVE && row.forksNeeded().isEmpty();
  }

  /** What a comparison would plan by that knew the deviation. */
  private WelchRatio estimate() {
    LogSample known = new LogSample(2, 0, deviation * deviation);
    return WelchRatio.of(known, known);
  }

  private String name(String question, int forks) {
    return String.format(
        Locale.ROOT, "%s, %d forks, fork deviation %.0f %%", question, forks, deviation * 100);
  }

  private int count(int pairs, int forks, double factor, Predicate<Row> wanted) {
    int counted = 0;
    double slowdown = StrictMath.log(factor);
    for (int i = 0; i < pairs; i++) {
      Row row =
          comparer.compare(
              "id",
              Trial.result(Noise.plain(random, forks, 0, deviation), "base"),
              Trial.result(Noise.plain(random, forks, slowdown, deviation), "current"));
      counted += wanted.test(row) ? 1 : 0;
    }
    return counted;
  }
}
