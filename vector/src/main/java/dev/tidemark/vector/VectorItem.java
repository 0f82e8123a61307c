package dev.tidemark.vector;

import dev.tidemark.types.Value;
import java.util.Objects;

/** A vector to be inserted, with its key and metadata. */
public record VectorItem(String key, Value.VectorValue vector, Value.MapValue metadata) {
  public VectorItem {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(vector, "vector");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** An item with metadata; the array is copied. */
  public VectorItem(String key, float[] vector, Value.MapValue metadata) {
    this(key, Value.vector(vector), metadata);
  }

  /** An item without metadata; the array is copied. */
  public VectorItem(String key, float[] vector) {
    this(key, vector, Value.emptyMap());
  }
}
