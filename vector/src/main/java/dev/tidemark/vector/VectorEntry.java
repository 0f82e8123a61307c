package dev.tidemark.vector;

import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;

/**
 * A stored vector.
 *
 * @param metadata empty if it has none
 * @param version the commit that wrote it, {@link Versioned#PENDING} if it is this transaction
 */
public record VectorEntry(
    String key, Value.VectorValue vector, Value.MapValue metadata, long version) {}
