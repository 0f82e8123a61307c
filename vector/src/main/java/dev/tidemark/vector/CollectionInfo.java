package dev.tidemark.vector;

import dev.tidemark.types.Versioned;

/**
 * A collection as it was created.
 *
 * @param version the commit that created it, {@link Versioned#PENDING} if it is this transaction
 * @param timeMicros time of that commit in microseconds since the epoch
 */
public record CollectionInfo(String name, CollectionConfig config, long version, long timeMicros) {}
