package dev.tidemark.vector;

import dev.tidemark.types.InvalidArgumentException;
import java.util.Objects;

/**
 * What a collection holds, fixed when it is created.
 *
 * @param dimension components of every vector, 1 to 8,192
 * @param metric how nearness is scored
 */
public record CollectionConfig(int dimension, DistanceMetric metric) {
  /** Most components of a vector. */
  public static final int MAX_DIMENSION = 8192;

  public CollectionConfig {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidArgumentException(
          "dimension %d is outside 1..%d; choose one inside".formatted(dimension, MAX_DIMENSION));
    }
    Objects.requireNonNull(metric, "metric");
  }
}
