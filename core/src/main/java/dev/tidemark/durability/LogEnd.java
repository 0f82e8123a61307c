package dev.tidemark.durability;

import java.util.UUID;

/**
 * Where a log goes on.
 *
 * @param segment the segment that holds the end
 * @param position logical position of the end
 * @param chain checksum of the last record
 */
record LogEnd(LogSegment segment, long position, int chain, long lastVersion, long lastTimeMicros) {
  UUID databaseId() {
    return segment.header().databaseId();
  }

  long databaseTag() {
    return databaseId().getMostSignificantBits();
  }
}
