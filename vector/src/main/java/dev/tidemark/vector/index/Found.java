package dev.tidemark.vector.index;

import java.util.List;

/**
 * What a search found and how.
 *
 * @param scored rows that were scored for it
 */
public record Found<M>(List<Hit<M>> hits, Path path, long scored) {
  /** What answered, and if the graph did not, why. */
  public enum Path {
    /** Every row was scored: no graph was asked for. */
    SCAN,
    /** The graph answered; rows it does not have yet were scored one by one. */
    GRAPH,
    /** Every row was scored: that costs less for so few rows, so many results, such a filter. */
    SCAN_CHEAPER,
    /** Every row was scored: the view is older than the graph. */
    SCAN_OLDER_VIEW,
    /** Every row was scored: the graph does not have half of them yet. */
    SCAN_UNBUILT,
    /** Every row was scored: the query is wide. */
    SCAN_WIDE_QUERY
  }
}
