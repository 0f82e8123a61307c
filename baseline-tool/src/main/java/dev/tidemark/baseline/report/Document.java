package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import java.util.List;

/**
 * A report before it is laid out.
 *
 * @param head lines that name what is reported
 * @param foot lines that sum it up
 */
public record Document(List<String> head, List<Table> tables, List<String> foot) {

  /** All of a comparison that the view shows. */
  public static Document of(Comparison comparison, View view) {
    return new Document(
        ComparisonTables.head(comparison),
        new ComparisonTables(comparison, view).tables(),
        ComparisonTables.foot(comparison));
  }
}
