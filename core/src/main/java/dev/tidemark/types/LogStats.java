package dev.tidemark.types;

/**
 * What a log did since it was opened; nothing, in memory.
 *
 * @param appends records appended, one per commit and one for a clean close
 * @param writes writes of records; fewer than appends where commits were grouped
 * @param syncs syncs of records: in STRICT mode part of the write
 * @param bytes bytes of records written
 * @param unsyncedBytes bytes of records appended that a power cut would take now
 * @param syncLatency how long each sync took
 */
public record LogStats(
    long appends,
    long writes,
    long syncs,
    long bytes,
    long unsyncedBytes,
    LatencyHistogram syncLatency) {}
