package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import java.util.List;
import java.util.OptionalInt;

/**
 * Joins what two runs of the same build say of one id: a verdict stands if both agree. Two sessions
 * at α are wrong together in α² of all cases, so p-values need no adjustment.
 */
final class Confirmation {

  private static final List<Verdict> SLOWER = List.of(Verdict.SLOWER, Verdict.REGRESSED);
  private static final List<Verdict> FASTER = List.of(Verdict.FASTER, Verdict.IMPROVED);
  private static final List<Verdict> POINT_SLOWER =
      List.of(Verdict.REGRESSED_POINT, Verdict.REGRESSED);
  private static final List<Verdict> POINT_FASTER =
      List.of(Verdict.IMPROVED_POINT, Verdict.IMPROVED);

  private Confirmation() {}

  /** The row of the first run with what the second leaves of its verdict. */
  static Row agree(Row first, Row second) {
    if (!first.verdict().isPaired() || first.verdict().isUndecided()) {
      return first;
    }
    if (first.verdict() == second.verdict()) {
      return first.noting("RUN2 agrees: " + seen(second));
    }
    for (List<Verdict> weakerFirst : List.of(SLOWER, FASTER, POINT_SLOWER, POINT_FASTER)) {
      if (weakerFirst.contains(first.verdict()) && weakerFirst.contains(second.verdict())) {
        return first.with(weakerFirst.get(0), "RUN2 agrees: " + seen(second));
      }
    }
    Row undecided = first.with(Verdict.INCONCLUSIVE, "RUN2 disagrees: " + seen(second));
    OptionalInt forks = second.forksNeeded();
    return undecided.needing(forks.orElse(Criteria.PLANNED_FORKS));
  }

  private static String seen(Row row) {
    return row.verdict()
        + (row.ratio().isPresent() ? " " + Rounding.plain(row.ratio().getAsDouble()) : "");
  }
}
