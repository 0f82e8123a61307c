package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final String ID = "trial/steady/size_1k";

  private final CatalogEntry entry =
      Catalog.load().entries().stream()
          .filter(each -> each.id().equals(ID))
          .findFirst()
          .orElseThrow();
  private final Looks looks = new Looks(plan(40, 0.03));

  @Test
  void lastRound_fixedPlan_isThatOfThePlan() {
    assertThat(new Looks(plan(7, 0)).lastRound(entry, forks(5, 0))).isEqualTo(7);
  }

  @Test
  void lastRound_beforeALook_isTheLook() {
    assertThat(looks.lastRound(entry, List.of())).isEqualTo(5);
    assertThat(looks.lastRound(entry, forks(4, 0))).isEqualTo(5);
  }

  @Test
  void lastRound_atALook_endsWhereTheForksAgree() {
    assertThat(looks.lastRound(entry, forks(5, 0.001))).isEqualTo(5);
    assertThat(looks.lastRound(entry, forks(5, 0.03))).isEqualTo(10);
    assertThat(looks.lastRound(entry, forks(10, 0.03))).isEqualTo(20);
    assertThat(looks.lastRound(entry, forks(40, 0.5))).isEqualTo(40);
  }

  @Test
  void lastRound_failedForks_countAsDoneAndTellNothing() {
    List<ForkRecord> recorded = new ArrayList<>(forks(4, 0.001));
    recorded.add(Records.failed(ID, 5, "it threw"));
    assertThat(looks.lastRound(entry, recorded)).isEqualTo(5);
    List<ForkRecord> allFailed = new ArrayList<>();
    for (int round = 1; round <= 5; round++) {
      allFailed.add(Records.failed(ID, round, "it threw"));
    }
    assertThat(looks.lastRound(entry, allFailed)).isEqualTo(10);
  }

  /** Alternating around a mean. */
  private static List<ForkRecord> forks(int n, double deviation) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 1; round <= n; round++) {
      double mean = 100 * (1 + (round % 2 == 0 ? deviation : -deviation));
      forks.add(Records.fork(ID, round, "avgt", mean));
    }
    return forks;
  }

  private static RunPlan plan(int rounds, double untilMde) {
    RunPlan plan = Records.plan(rounds, ID);
    return new RunPlan(
        plan.module(),
        plan.session(),
        plan.profile(),
        plan.ids(),
        rounds,
        plan.durability(),
        plan.seed(),
        plan.overrides(),
        plan.commit(),
        false,
        untilMde);
  }
}
