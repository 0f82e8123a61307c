package dev.tidemark.vector.index;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.vector.distance.Scorer;
import java.util.function.Predicate;

/**
 * What is searched for: the best {@code k} of the rows that {@code view} sees and {@code filter}
 * takes, the rows of {@code overlay} in place of the committed rows of the same keys.
 *
 * @param filter null to take every row: then what is stored with rows is not even looked at
 * @param <M> what is stored with a row
 */
public record Search<M>(
    Scorer scorer, int k, long view, Predicate<? super M> filter, Overlay<M> overlay) {
  public Search {
    if (k < 0) {
      throw new InvalidArgumentException("k is %d; pass 0 or more".formatted(k));
    }
  }
}
