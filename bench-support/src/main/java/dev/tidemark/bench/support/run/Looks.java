package dev.tidemark.bench.support.run;

import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.LookPlan;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;

/** How many rounds an id gets: those of the plan, or fewer when the plan lets it end early. */
final class Looks {
  private final RunPlan plan;

  Looks(RunPlan plan) {
    this.plan = plan;
  }

  /**
   * The last round of an id as far as its forks tell: of a plan that looks, the first look that is
   * yet to come or at which the id detects what it should.
   */
  int lastRound(CatalogEntry entry, List<ForkRecord> recorded) {
    return plan.looks().map(looks -> lastRound(looks, entry, recorded)).orElse(plan.rounds());
  }

  private static int lastRound(LookPlan looks, CatalogEntry entry, List<ForkRecord> recorded) {
    Mode mode = ResultBuilder.meanMode(entry);
    List<ForkRecord> own =
        recorded.stream()
            .filter(fork -> fork.id().equals(entry.id()) && fork.mode().equals(mode.shortLabel()))
            .toList();
    for (int look : looks.rounds()) {
      List<ForkRecord> until = own.stream().filter(fork -> fork.round() <= look).toList();
      if (until.size() < look || looks.detects(means(until))) {
        return look;
      }
    }
    return looks.rounds().get(looks.rounds().size() - 1);
  }

  private static double[] means(List<ForkRecord> forks) {
    return forks.stream().filter(ForkRecord::succeeded).mapToDouble(ForkRecord::mean).toArray();
  }
}
