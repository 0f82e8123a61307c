package dev.tidemark.baseline.calibrate;

import dev.tidemark.baseline.compare.Threshold;
import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A truth to be found out many times over.
 *
 * @param forks of CURRENT, and of each session of BASE
 * @param factor how many times slower CURRENT really is
 * @param baseSessions that BASE holds
 * @param sessionDeviation of the logarithm that all forks of a session share; only a baseline of
 *     several sessions can tell it
 */
record Scenario(
    Noise noise,
    int forks,
    double factor,
    Threshold threshold,
    int baseSessions,
    double sessionDeviation,
    int pairs) {

  private static final Threshold USUAL = new Threshold.Factor(1.05);
  private static final int SAME_PAIRS = 10_000;
  private static final int SLOWER_PAIRS = 2_000;
  private static final int MANY_SLOWER_PAIRS = 10_000;
  private static final int SESSIONS = 10;

  /** Equal code is judged by the finer threshold, which gives more false alarms. */
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    Threshold fine = new Threshold.Factor(1.02);
    for (Noise noise : Noise.values()) {
      for (int forks : new int[] {5, 10, 20}) {
        all.add(new Scenario(noise, forks, 1, fine, 1, 0, SAME_PAIRS));
      }
    }
    for (double deviation : new double[] {0, 0.01, 0.03}) {
      all.add(new Scenario(Noise.NORMAL, 5, 1, fine, SESSIONS, deviation, SAME_PAIRS));
    }
    all.add(new Scenario(Noise.NORMAL, 10, 1.05, fine, 1, 0, SLOWER_PAIRS));
    all.add(new Scenario(Noise.NORMAL, 10, 1.07, USUAL, 1, 0, SLOWER_PAIRS));
    all.add(new Scenario(Noise.BIMODAL, 28, 1.05, fine, 1, 0, MANY_SLOWER_PAIRS));
    return all;
  }

  boolean same() {
    return factor == 1;
  }

  boolean stored() {
    return baseSessions > 1;
  }

  Trial trial(SeededRandom random) {
    double[][] base = new double[forks * baseSessions][];
    for (int session = 0; session < baseSessions; session++) {
      double[][] drawn = noise.forks(random, forks, session(random));
      System.arraycopy(drawn, 0, base, session * forks, forks);
    }
    double[][] current = noise.forks(random, forks, session(random) + StrictMath.log(factor));
    return new Trial(base, current, baseSessions);
  }

  private double session(SeededRandom random) {
    return sessionDeviation == 0 ? 0 : sessionDeviation * random.nextGaussian();
  }

  /** For people. */
  String name() {
    String truth =
        same() ? "same code" : String.format(Locale.ROOT, "%+.0f %%", (factor - 1) * 100);
    String sessions =
        stored()
            ? String.format(
                Locale.ROOT, ", %d sessions apart by %.0f %%", baseSessions, sessionDeviation * 100)
            : "";
    return noise.name().toLowerCase(Locale.ROOT)
        + ", "
        + forks
        + " forks, "
        + truth
        + sessions
        + ", threshold "
        + threshold.text();
  }
}
