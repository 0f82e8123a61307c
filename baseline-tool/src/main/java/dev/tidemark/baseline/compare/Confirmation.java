package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.Rounding;
import java.util.List;
import java.util.OptionalInt;

/**
 * Joins what two runs of the same build say of one id: a verdict stands if both agree. Where both
 * sides were measured twice, the two are wrong together in α² of all cases and p-values need no
 * adjustment. Where one measurement of BASE served twice, they are wrong together some thirty times
 * as often, so the forks of both runs together must also stand up to the adjustment over all rows.
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

  /**
   * The row with what both runs together leave of its verdict.
   *
   * @param both the forks of both runs against BASE, adjusted; null where BASE was measured again
   */
  static Row together(Row agreed, Row both, Criteria criteria) {
    if (both == null || both.evidence().isEmpty() || agreed.evidence().isEmpty()) {
      return agreed;
    }
    double adjusted = both.evidence().get().adjustedP();
    Row row = agreed.adjusted(adjusted);
    boolean stands =
        agreed.verdict() == Verdict.EQUIVALENT || adjusted <= criteria.falseDiscoveryRate();
    return stands || agreed.verdict().isUndecided()
        ? row
        : row.with(
                Verdict.INCONCLUSIVE,
                agreed.note()
                    + "; but both were compared with one measurement of BASE, adjusted p "
                    + Rounding.plain(adjusted)
                    + " of both together does not count; measure BASE again too, for"
                    + " --confirm-base")
            .needing(Criteria.PLANNED_FORKS);
  }

  private static String seen(Row row) {
    return row.verdict()
        + (row.ratio().isPresent() ? " " + Rounding.plain(row.ratio().getAsDouble()) : "");
  }
}
