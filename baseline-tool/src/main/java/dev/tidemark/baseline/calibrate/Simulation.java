package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.statistics.ForkBootstrap;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The rule as shipped, tried on synthetic forks whose truth is known, beside the rules of other
 * tools. The same seed gives the same counts.
 *
 * <p>Limits are binomial: a true rate of 1 % would show more than 83 of 10,000 in 19 of 20 cases,
 * and a true rate of 95 % fewer than 1,917 of 2,000.
 */
public final class Simulation {

  private static final double MOST_FALSE = 0.01;
  private static final double LEAST_FOUND = 0.95;
  private static final int FEWEST_COVERED = 9_850;
  private static final int MOST_COVERED = 9_950;
  private static final int BOOTSTRAPPED = 1_000;
  private static final int FEWEST_BOOTSTRAP_COVERED = 985;
  private static final double CONFIDENCE = 0.99;

  private final long seed;

  public Simulation(long seed) {
    this.seed = seed;
  }

  /**
   * How often each rule called CURRENT slower.
   *
   * @param ours this tool's REGRESSED
   */
  public record Outcome(
      String scenario,
      int pairs,
      int ours,
      int pooledMannWhitney,
      int pooledWelch,
      int fixedPercentage,
      int jmhIntervals) {}

  /**
   * All that was counted.
   *
   * @param outcomes one per scenario
   * @param checks what must hold
   */
  public record Result(List<Outcome> outcomes, List<Check> checks) {
    public Result {
      outcomes = List.copyOf(outcomes);
      checks = List.copyOf(checks);
    }

    public boolean passed() {
      return checks.stream().allMatch(Check::passed);
    }
  }

  /** Tries everything; takes most of a minute on two cores. */
  public Result run() {
    List<Function<SeededRandom, Result>> trials = new ArrayList<>();
    Scenario.all().forEach(scenario -> trials.add(random -> tried(scenario, random)));
    List<Function<SeededRandom, List<Check>>> others =
        List.of(
            Suites::unchanged,
            Suites::oneSlower,
            Plans::toFind,
            Plans::toEquate,
            Series::drift,
            Series::changes,
            Tails::checks,
            Looking::checks,
            Rulers::checks);
    others.forEach(other -> trials.add(random -> new Result(List.of(), other.apply(random))));
    List<Result> results =
        IntStream.range(0, trials.size())
            .parallel()
            .mapToObj(i -> trials.get(i).apply(new SeededRandom(seed + i)))
            .toList();
    return new Result(
        results.stream().flatMap(result -> result.outcomes().stream()).toList(),
        results.stream().flatMap(result -> result.checks().stream()).toList());
  }

  private static Result tried(Scenario scenario, SeededRandom random) {
    Rules rules = new Rules(scenario.threshold());
    int[] called = new int[5];
    int covered = 0;
    int bootstrapCovered = 0;
    for (int i = 0; i < scenario.pairs(); i++) {
      Trial trial = scenario.trial(random);
      Row row = rules.ours(trial);
      called[0] += Rules.regressed(row) ? 1 : 0;
      called[1] += rules.pooledMannWhitney(trial) ? 1 : 0;
      LogSample base = LogSample.of(Trial.pooled(trial.base()));
      LogSample current = LogSample.of(Trial.pooled(trial.current()));
      called[2] += Rules.pooledWelch(base, current) ? 1 : 0;
      called[3] += Rules.fixedPercentage(trial) ? 1 : 0;
      called[4] += Rules.jmhIntervals(base, current) ? 1 : 0;
      covered += covers(row.evidence().orElseThrow().interval(), scenario.factor()) ? 1 : 0;
      if (bootstrapped(scenario) && i < BOOTSTRAPPED) {
        bootstrapCovered += covers(bootstrap(trial, i), scenario.factor()) ? 1 : 0;
      }
    }
    return new Result(
        List.of(
            new Outcome(
                scenario.name(),
                scenario.pairs(),
                called[0],
                called[1],
                called[2],
                called[3],
                called[4])),
        checks(scenario, called[0], covered, bootstrapCovered));
  }

  private static List<Check> checks(
      Scenario scenario, int regressed, int covered, int bootstrapCovered) {
    List<Check> checks = new ArrayList<>();
    String name = scenario.name();
    int pairs = scenario.pairs();
    if (!scenario.same()) {
      checks.add(Check.atLeast("found: " + name, regressed, LEAST_FOUND, pairs));
      return checks;
    }
    checks.add(Check.atMost("false REGRESSED: " + name, regressed, MOST_FALSE, pairs));
    int most = scenario.noise() == Noise.NORMAL ? MOST_COVERED : pairs;
    checks.add(new Check("99 % interval covers: " + name, covered, FEWEST_COVERED, most, pairs));
    if (bootstrapped(scenario)) {
      checks.add(
          new Check(
              "resampled 99 % interval covers: " + name,
              bootstrapCovered,
              FEWEST_BOOTSTRAP_COVERED,
              BOOTSTRAPPED,
              BOOTSTRAPPED));
    }
    return checks;
  }

  private static boolean bootstrapped(Scenario scenario) {
    return scenario.same() && !scenario.stored();
  }

  private static Interval bootstrap(Trial trial, long seed) {
    return ForkBootstrap.ratio(
        Trial.medians(trial.base()), Trial.medians(trial.current()), CONFIDENCE, seed);
  }

  private static boolean covers(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
  }
}
