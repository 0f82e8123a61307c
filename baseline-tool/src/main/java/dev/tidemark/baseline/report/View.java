package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.Verdict;
import java.util.Comparator;
import java.util.Set;

/**
 * Which rows of a comparison text and Markdown show.
 *
 * @param all also those whose time and allocation did not change, and percentiles
 * @param only these verdicts, each with its form for too few forks; empty for no restriction
 */
public record View(boolean all, Set<Verdict> only, Sort sort) {

  /** The order inside a table. */
  public enum Sort {
    /** Most urgent verdict first, then the largest change. */
    VERDICT,
    /** Worst first. */
    RATIO,
    ID;

    Comparator<Row> comparator() {
      Comparator<Row> byId = (a, b) -> NaturalOrder.compare(a.id(), b.id());
      Comparator<Row> worstFirst =
          Comparator.comparingDouble((Row row) -> -row.ratio().orElse(0)).thenComparing(byId);
      return switch (this) {
        case VERDICT -> Comparator.comparing(Row::verdict).thenComparing(worstFirst);
        case RATIO -> worstFirst;
        case ID -> byId;
      };
    }
  }

  public View {
    only = Set.copyOf(only);
  }

  boolean shows(Row row) {
    Verdict verdict = row.verdict();
    return only.isEmpty()
        ? all || verdict != Verdict.EQUIVALENT || row.allocationChange().isPresent()
        : only.contains(verdict) || only.contains(withForks(verdict));
  }

  private static Verdict withForks(Verdict verdict) {
    return switch (verdict) {
      case REGRESSED_POINT -> Verdict.REGRESSED;
      case IMPROVED_POINT -> Verdict.IMPROVED;
      default -> verdict;
    };
  }
}
