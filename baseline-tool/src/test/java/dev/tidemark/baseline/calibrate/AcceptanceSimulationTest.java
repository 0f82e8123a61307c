package dev.tidemark.baseline.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole acceptance, at its full counts. */
class AcceptanceSimulationTest {

  @Test
  void run_usualSeed_keepsEveryCountWithinItsLimits() {
    Simulation.Result result = new Simulation(1).run();

    assertThat(result.checks()).filteredOn(check -> !check.passed()).isEmpty();
    assertThat(result.passed()).isTrue();
    assertThat(result.checks()).hasSize(12 * 3 + 3 * 2 + 3 + 2 * 3 + 7 + 5 + 2 + 4 + 9 + 4 + 3);
    assertThat(result.outcomes())
        .filteredOn(outcome -> outcome.scenario().contains("same code"))
        .as("what pooling iterations does")
        .allMatch(outcome -> outcome.pooledWelch() > 100 * Math.max(1, outcome.ours()) / 10);
  }
}
