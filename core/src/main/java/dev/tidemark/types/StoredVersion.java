package dev.tidemark.types;

/**
 * One version of one entry, with the commit it comes from.
 *
 * @param mutation the state it left: a put, or a tombstone if it deleted the entry
 * @param version version of that commit
 * @param timeMicros time of that commit, in microseconds since the epoch
 */
public record StoredVersion(Mutation mutation, long version, long timeMicros) {}
