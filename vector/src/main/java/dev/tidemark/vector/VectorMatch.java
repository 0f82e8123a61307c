package dev.tidemark.vector;

import dev.tidemark.types.EntryRef;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.Optional;

/**
 * A vector found by a search.
 *
 * @param score nearness to the query by the collection's metric; the higher, the nearer
 * @param metadata empty if it has none
 * @param source the entry it embeds, if it was inserted with one
 * @param version the commit that wrote it, {@link Versioned#PENDING} if it is this transaction
 */
public record VectorMatch(
    String key, float score, Value.MapValue metadata, Optional<EntryRef> source, long version) {}
