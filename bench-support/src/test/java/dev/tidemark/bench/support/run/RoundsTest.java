package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.run.Rounds.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<CatalogEntry> entries = Catalog.load().entries();
  private final Interruption interruption = new Interruption();
  private final Rounds rounds = new Rounds(Records.plan(5), entries, interruption);

  @Test
  void remaining_nothingRecorded_isEveryModeOfEveryIdOnceARound() {
    List<Slot> slots = rounds.remaining(List.of());

    int forks = entries.stream().mapToInt(entry -> entry.modes().size()).sum();
    assertThat(slots).hasSize(5 * forks);
    for (int round = 1; round <= 5; round++) {
      List<Slot> inRound = round(slots, round);
      assertThat(new HashSet<>(inRound)).hasSize(forks);
      assertThat(inRound.stream().map(Slot::entry).distinct())
          .containsExactlyInAnyOrderElementsOf(entries);
    }
    assertThat(slots.stream().map(Slot::round)).isSorted();
  }

  @Test
  void remaining_rounds_haveOrdersOfTheirOwn() {
    List<Slot> slots = rounds.remaining(List.of());

    assertThat(ids(round(slots, 1))).isNotEqualTo(ids(round(slots, 2)));
    assertThat(slots).isEqualTo(rounds.remaining(List.of()));
  }

  @Test
  void remaining_someRecorded_leavesThemOut() {
    ForkRecord done = Records.fork("trial/both/size_1000", 2, "sample", 1);
    ForkRecord failed = Records.failed("trial/steady/size_1k", 1, "it threw");

    List<Slot> left = rounds.remaining(List.of(done, failed));

    assertThat(left).hasSize(rounds.remaining(List.of()).size() - 2);
    assertThat(left)
        .noneMatch(slot -> slot.round() == 1 && slot.entry().id().equals(failed.id()))
        .anyMatch(slot -> slot.round() == 2 && slot.entry().id().equals(done.id()));
  }

  @Test
  void run_interrupted_endsAfterTheCurrentFork() throws IOException {
    List<Slot> ran = new ArrayList<>();

    rounds.run(
        rounds.remaining(List.of()),
        slot -> {
          ran.add(slot);
          if (ran.size() == 3) {
            interruption.request();
          }
        });

    assertThat(ran).hasSize(3);
  }

  private static List<Slot> round(List<Slot> slots, int round) {
    return slots.stream().filter(slot -> slot.round() == round).toList();
  }

  private static List<String> ids(List<Slot> slots) {
    return slots.stream().map(slot -> slot.entry().id()).toList();
  }
}
