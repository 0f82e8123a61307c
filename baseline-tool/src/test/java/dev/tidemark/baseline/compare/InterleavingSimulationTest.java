package dev.tidemark.baseline.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two builds on a machine whose speed wanders, measured one after the other and in turns. */
class InterleavingSimulationTest {

  private static final int ROUNDS = 10;
  private static final int COMPARISONS = 2_000;
  private static final double WANDER = 0.04;
  private static final double DEVIATION = 0.01;

  private final double[] base = new double[ROUNDS];
  private final double[] current = new double[ROUNDS];
  private Random random;

  @BeforeEach
  void seed() {
    random = new Random(0xDEADBEEF_CAFEBABEL);
  }

  @Test
  void compare_sameBuildOneAfterTheOther_alarmsWhereTurnsDoNot() {
    int oneAfterTheOther = 0;
    int inTurns = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      double[] speeds = wander();
      measureOneAfterTheOther(speeds);
      oneAfterTheOther += regressed(null) ? 1 : 0;
      measureInTurns(speeds, 1);
      inTurns += regressed("plan") ? 1 : 0;
    }
    assertThat(oneAfterTheOther).isGreaterThan(COMPARISONS / 5);
    assertThat(inTurns).isLessThanOrEqualTo(COMPARISONS / 100);
  }

  @Test
  void compare_slowdownInTurns_isFoundWithinRoundsAndLostInWholeSamples() {
    int paired = 0;
    int whole = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      measureInTurns(wander(), 1.08);
      paired += regressed("plan") ? 1 : 0;
      whole += regressed(null) ? 1 : 0;
    }
    assertThat(paired).isGreaterThan((int) (0.9 * COMPARISONS));
    assertThat(whole).isLessThan(COMPARISONS / 2);
  }

  /** The machine's speed in every slot of a comparison: a random walk. */
  private double[] wander() {
    double[] speeds = new double[2 * ROUNDS];
    double log = 0;
    for (int i = 0; i < speeds.length; i++) {
      log += WANDER * random.nextGaussian();
      speeds[i] = 100 * StrictMath.exp(log);
    }
    return speeds;
  }

  private void measureOneAfterTheOther(double[] speeds) {
    for (int i = 0; i < ROUNDS; i++) {
      base[i] = fork(speeds[i]);
      current[i] = fork(speeds[ROUNDS + i]);
    }
  }

  private void measureInTurns(double[] speeds, double slowdown) {
    boolean baseFirst = false;
    for (int i = 0; i < ROUNDS; i++) {
      baseFirst = i % 2 == 0 ? random.nextBoolean() : !baseFirst;
      base[i] = fork(speeds[2 * i + (baseFirst ? 0 : 1)]);
      current[i] = fork(speeds[2 * i + (baseFirst ? 1 : 0)]) * slowdown;
    }
  }

  private double fork(double speed) {
    return speed * StrictMath.exp(DEVIATION * random.nextGaussian());
  }

  private boolean regressed(String plan) {
    return BlocksTest.compare(BlocksTest.run(plan, base), BlocksTest.run(plan, current))
            .rows()
            .get(0)
            .verdict()
        == Verdict.REGRESSED;
  }
}
