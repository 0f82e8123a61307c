package dev.tidemark;

import dev.tidemark.types.Durability;

/**
 * What a database holds, and what it has done since it was opened.
 *
 * @param durability the mode it was opened in
 * @param version the newest visible version
 * @param keys keys with an entry; a deleted one counts until the background has removed it
 * @param versions states of all keys, those kept for views and history included
 * @param storeBytes estimated heap bytes of keys, states and indexes, derived ones left out
 * @param conflicts commits that lost to another, those that a repetition resolved included
 * @param logAppends commit records
 * @param logWrites writes to the log; fewer than appends where commits were grouped
 * @param logSyncs syncs of the log
 * @param logBytes bytes of commit records
 * @param checkpoints checkpoints written
 * @param checkpointFailures checkpoints that could not be written
 */
public record DatabaseStats(
    Durability durability,
    long version,
    long keys,
    long versions,
    long storeBytes,
    long conflicts,
    long logAppends,
    long logWrites,
    long logSyncs,
    long logBytes,
    long checkpoints,
    long checkpointFailures) {}
