package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs that may end early, at looks declared before they began. */
final class Looking {

  private static final int SAME = 10_000;
  private static final int SLOWER = 2_000;
  private static final double DEVIATION = 0.02;
  private static final double FACTOR = 1.05;
  private static final LookPlan PLAN = LookPlan.upTo(0.03, 40);
  private static final String ID = "id";
  private static final Path NOWHERE = Path.of(ID);

  private final SeededRandom random;
  private final Comparer comparer = new Comparer(Criteria.DEFAULT);

  private Looking(SeededRandom random) {
    this.random = random;
  }

  /** Who looks often keeps the level, and finds what he measured for. */
  static List<Check> checks(SeededRandom random) {
    Looking looking = new Looking(random);
    int peeking = 0;
    int stopping = 0;
    int naive = 0;
    for (int i = 0; i < SAME; i++) {
      double[][] base = looking.forks(1);
      double[][] current = looking.forks(1);
      peeking += looking.calledAtAnyLook(base, current, true) ? 1 : 0;
      stopping += looking.calledWhereItStops(base, current) ? 1 : 0;
      naive += looking.calledAtAnyLook(base, current, false) ? 1 : 0;
    }
    int found = 0;
    for (int i = 0; i < SLOWER; i++) {
      found += looking.calledWhereItStops(looking.forks(1), looking.forks(FACTOR)) ? 1 : 0;
    }
    return List.of(
        Check.atMost("false slower: same code, at any of 4 looks", peeking, 0.01, SAME),
        Check.atMost("false slower: same code, ended at --until-mde=3%", stopping, 0.01, SAME),
        new Check(
            "false slower: same code, looks without bounds, as stated", naive, 100, 250, SAME),
        Check.atLeast("found: +5 %, ended at --until-mde=3%", found, 0.95, SLOWER));
  }

  private double[][] forks(double factor) {
    int most = PLAN.rounds().get(PLAN.looks() - 1);
    return Noise.plain(random, most, StrictMath.log(factor), DEVIATION);
  }

  private boolean calledAtAnyLook(double[][] base, double[][] current, boolean bounded) {
    for (int look : PLAN.rounds()) {
      BenchmarkResult a = until(base, look);
      BenchmarkResult b = until(current, look);
      if (bounded ? called(a, b) : slower(comparer.compare(ID, a, b).verdict())) {
        return true;
      }
    }
    return false;
  }

  private boolean calledWhereItStops(double[][] base, double[][] current) {
    return called(until(base, stop(base)), until(current, stop(current)));
  }

  /** As the entry point of the benchmarks decides it. */
  private static int stop(double[][] forks) {
    for (int look : PLAN.rounds()) {
      double[] means = Arrays.stream(forks, 0, look).mapToDouble(fork -> fork[0]).toArray();
      if (PLAN.detects(means)) {
        return look;
      }
    }
    return forks.length;
  }

  private static BenchmarkResult until(double[][] forks, int look) {
    return Trial.result(Arrays.copyOf(forks, look), "session");
  }

  private boolean called(BenchmarkResult base, BenchmarkResult current) {
    return slower(
        comparer
            .compare(run(base), run(current), Optional.empty(), IdFilter.of(List.of()))
            .rows()
            .get(0)
            .verdict());
  }

  private static StoredRun run(BenchmarkResult result) {
    return new StoredRun(ID, NOWHERE, SyntheticRun.looking(ID, result, PLAN));
  }

  private static boolean slower(Verdict verdict) {
    return verdict == Verdict.REGRESSED || verdict == Verdict.SLOWER;
  }
}
