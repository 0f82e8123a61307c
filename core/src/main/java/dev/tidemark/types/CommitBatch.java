package dev.tidemark.types;

import java.util.List;

/**
 * One commit as data: everything needed to apply it, nothing left to decide.
 *
 * @param version its place in the history, from 1, without gaps in the order of the log
 * @param timeMicros commit time in microseconds since the epoch, never decreasing
 * @param mutations one per key, in key order; not to be changed
 */
public record CommitBatch(long version, long timeMicros, List<Mutation> mutations) {}
