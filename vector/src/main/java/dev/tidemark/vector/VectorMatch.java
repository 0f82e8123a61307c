package dev.tidemark.vector;

import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;

/**
 * A vector found by a search.
 *
 * @param score nearness to the query by the collection's metric; the higher, the nearer
 * @param metadata empty if it has none
 * @param version the commit that wrote it, {@link Versioned#PENDING} if it is this transaction
 */
public record VectorMatch(String key, float score, Value.MapValue metadata, long version) {}
