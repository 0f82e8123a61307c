package dev.tidemark.vector;

import java.util.List;

/**
 * What a search found, and how.
 *
 * @param matches best first: score down, then key up
 * @param path what answered
 * @param scored vectors that were scored for it
 */
public record SearchResult(List<VectorMatch> matches, SearchPath path, long scored) {
  public SearchResult {
    matches = List.copyOf(matches);
  }
}
