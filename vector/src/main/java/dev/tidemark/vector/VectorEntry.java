package dev.tidemark.vector;

import dev.tidemark.types.EntryRef;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.Optional;

/**
 * A stored vector.
 *
 * @param metadata empty if it has none
 * @param source the entry it embeds, if it was inserted with one
 * @param version the commit that wrote it, {@link Versioned#PENDING} if it is this transaction
 * @param timeMicros time of that commit in microseconds since the epoch
 */
public record VectorEntry(
    String key,
    Value.VectorValue vector,
    Value.MapValue metadata,
    Optional<EntryRef> source,
    long version,
    long timeMicros) {}
