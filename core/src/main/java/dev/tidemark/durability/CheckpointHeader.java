package dev.tidemark.durability;

import java.util.UUID;

/**
 * What a checkpoint says about itself.
 *
 * @param version the version whose state it holds
 * @param timeMicros time of that commit
 * @param logPosition logical position behind that commit's record: recovery replays from there
 * @param logSegment the segment that holds this position
 */
record CheckpointHeader(
    UUID databaseId, long version, long timeMicros, long logPosition, long logSegment) {}
