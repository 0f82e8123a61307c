package dev.tidemark;

import dev.tidemark.types.CheckpointStats;
import dev.tidemark.types.Durability;
import dev.tidemark.types.LogStats;
import dev.tidemark.types.RecoveryReport;
import dev.tidemark.types.StoreStats;
import dev.tidemark.types.TransactionStats;

/**
 * What a database holds, and what it has done since it was opened. Its parts are taken one after
 * the other, while commits go on.
 *
 * @param durability the mode it was opened in
 * @param version the newest visible version
 */
public record DatabaseStats(
    Durability durability,
    long version,
    TransactionStats transactions,
    StoreStats store,
    LogStats log,
    CheckpointStats checkpoints,
    RecoveryReport recovery) {}
