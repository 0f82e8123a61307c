package dev.tidemark.vector;

import dev.tidemark.types.Versioned;

/**
 * A collection as it was created. How many vectors it holds is asked with {@link
 * VectorStore#count}, for a transaction that knows the number relies on every one of them.
 *
 * @param version the commit that created it, {@link Versioned#PENDING} if it is this transaction
 * @param timeMicros time of that commit in microseconds since the epoch
 */
public record CollectionInfo(String name, CollectionConfig config, long version, long timeMicros) {}
