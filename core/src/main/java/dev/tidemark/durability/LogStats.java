package dev.tidemark.durability;

/**
 * Counters of a log since it was opened.
 *
 * @param appends records appended
 * @param writes writes of records, each of a group of them
 * @param syncs syncs of records: in STRICT mode part of the write
 * @param bytes bytes of records written
 */
public record LogStats(long appends, long writes, long syncs, long bytes) {}
