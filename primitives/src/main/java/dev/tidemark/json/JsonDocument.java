package dev.tidemark.json;

import dev.tidemark.types.Value;

/**
 * A document and the commit that last changed it.
 *
 * @param timeMicros commit time in microseconds since the epoch
 */
public record JsonDocument(String id, Value value, long version, long timeMicros) {}
