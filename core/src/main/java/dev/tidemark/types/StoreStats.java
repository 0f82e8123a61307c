package dev.tidemark.types;

/**
 * What a database holds in memory.
 *
 * @param keys keys with an entry; a deleted one counts until the background has removed it
 * @param versions states of all keys, those kept for views and history included
 * @param bytes estimated heap bytes of keys, states and indexes, derived ones left out
 * @param horizon the oldest version that can be read; where it stays behind, an open view or
 *     retention keeps it
 * @param sweptKeys keys that the background has removed since the open, or the open itself
 * @param sweptVersions states that it has removed
 * @param indexLag states that derived indexes have not taken in yet; whoever searches takes them in
 */
public record StoreStats(
    long keys,
    long versions,
    long bytes,
    long horizon,
    long sweptKeys,
    long sweptVersions,
    long indexLag) {}
