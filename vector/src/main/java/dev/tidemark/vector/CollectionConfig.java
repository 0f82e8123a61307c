package dev.tidemark.vector;

import dev.tidemark.types.InvalidArgumentException;
import java.util.Objects;

/**
 * What a collection holds and how it is searched, fixed when it is created.
 *
 * @param dimension components of every vector, 1 to 8,192
 * @param metric how nearness is scored
 * @param index how the nearest are found
 */
public record CollectionConfig(int dimension, DistanceMetric metric, IndexConfig index) {
  /** Most components of a vector. */
  public static final int MAX_DIMENSION = 8192;

  public CollectionConfig {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidArgumentException(
          "dimension %d is outside 1..%d; choose one inside".formatted(dimension, MAX_DIMENSION));
    }
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(index, "index");
  }

  /** A collection that is searched exactly. */
  public CollectionConfig(int dimension, DistanceMetric metric) {
    this(dimension, metric, IndexConfig.EXACT);
  }

  /** This with another index. */
  public CollectionConfig withIndex(IndexConfig other) {
    return new CollectionConfig(dimension, metric, other);
  }
}
