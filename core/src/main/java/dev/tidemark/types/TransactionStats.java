package dev.tidemark.types;

/**
 * How transactions ended since the database was opened. Those that wrote nothing and did not fail
 * are not counted.
 *
 * @param commits versions made, those of the engine's own upkeep included
 * @param aborts transactions that threw, by their body or their last conflict included, and those
 *     with writes that were rolled back
 * @param conflicts attempts that lost to another commit
 * @param retries attempts that followed a lost one
 * @param open transactions open now
 * @param commitLatency from the end of the body to the acknowledgement; of each commit in STRICT
 *     mode, of about 1 in 64 else
 */
public record TransactionStats(
    long commits,
    long aborts,
    long conflicts,
    long retries,
    int open,
    LatencyHistogram commitLatency) {}
