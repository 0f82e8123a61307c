package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;

/**
 * Goes through a plan round by round. Each round measures every id once, in an order of its own, so
 * that a noisy minute of the machine does not fall on all forks of one id.
 */
final class Rounds {
  private final RunPlan plan;
  private final List<CatalogEntry> entries;
  private final Interruption interruption;

  /** One fork to be run. */
  record Slot(CatalogEntry entry, Mode mode, int round, int order) {}

  /** What a fork is recognised by when a run is resumed. */
  private record Done(String id, String mode, int round) {}

  /** Runs a fork, and takes note of it. */
  interface Step {
    void run(Slot slot) throws IOException;
  }

  Rounds(RunPlan plan, List<CatalogEntry> entries, Interruption interruption) {
    this.plan = plan;
    this.entries = entries;
    this.interruption = interruption;
  }

  /** The forks that are not on record yet, in the order of their rounds. */
  List<Slot> remaining(List<ForkRecord> recorded) {
    Set<Done> done = new HashSet<>();
    recorded.stream()
        .filter(fork -> fork.module().equals(plan.module()))
        .forEach(fork -> done.add(new Done(fork.id(), fork.mode(), fork.round())));
    Looks looks = new Looks(plan);
    Map<CatalogEntry, Integer> last =
        entries.stream()
            .collect(Collectors.toMap(entry -> entry, entry -> looks.lastRound(entry, recorded)));
    return slots().stream()
        .filter(slot -> slot.round() <= last.get(slot.entry()))
        .filter(
            slot ->
                !done.contains(new Done(slot.entry().id(), slot.mode().shortLabel(), slot.round())))
        .toList();
  }

  private List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      int order = 0;
      for (CatalogEntry entry : shuffled(round)) {
        for (Mode mode : entry.modes()) {
          slots.add(new Slot(entry, mode, round, order++));
        }
      }
    }
    return slots;
  }

  private List<CatalogEntry> shuffled(int round) {
    SplitMix64 stream = Seed.stream(plan.seed(), "round " + round);
    List<CatalogEntry> order = new ArrayList<>(entries);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, stream.nextInt(i + 1));
    }
    return order;
  }

  /** Those of the slots that lie in the first rounds that have any. */
  static List<Slot> first(List<Slot> slots, int rounds) {
    List<Integer> wanted = slots.stream().map(Slot::round).distinct().limit(rounds).toList();
    return slots.stream().filter(slot -> wanted.contains(slot.round())).toList();
  }

  /** Runs forks until none is left or Ctrl-C was pressed. */
  void run(List<Slot> slots, Step step) throws IOException {
    for (Slot slot : slots) {
      if (interruption.requested()) {
        return;
      }
      step.run(slot);
    }
  }

  static Duration length(List<Slot> slots) {
    return slots.stream()
        .map(slot -> slot.entry().roundLength().dividedBy(slot.entry().modes().size()))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
