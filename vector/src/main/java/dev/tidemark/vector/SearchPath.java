package dev.tidemark.vector;

import dev.tidemark.vector.index.Found;

/** What answered a search. All but {@link #GRAPH} give exactly the nearest. */
public enum SearchPath {
  /** Every vector was scored, as the collection's config or the search asked. */
  EXACT,

  /** The graph answered; vectors that it does not hold yet were scored one by one. */
  GRAPH,

  /**
   * Every vector was scored, because that costs less: there are few, or many were asked for, or the
   * filter takes few of them.
   */
  EXACT_CHEAPER,

  /** Every vector was scored, because the view is older than the graph. */
  EXACT_OLDER_VIEW,

  /** Every vector was scored, because the graph does not hold half of them yet. */
  EXACT_UNBUILT,

  /**
   * Every vector was scored, because the query has values beyond 2<sup>40</sup> or none above
   * 2<sup>-40</sup>, by which no graph is searched.
   */
  EXACT_WIDE_QUERY;

  static SearchPath of(Found.Path path) {
    return switch (path) {
      case SCAN -> EXACT;
      case GRAPH -> GRAPH;
      case SCAN_CHEAPER -> EXACT_CHEAPER;
      case SCAN_OLDER_VIEW -> EXACT_OLDER_VIEW;
      case SCAN_UNBUILT -> EXACT_UNBUILT;
      case SCAN_WIDE_QUERY -> EXACT_WIDE_QUERY;
    };
  }
}
