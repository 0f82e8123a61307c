package dev.tidemark.durability;

/**
 * Where a log goes on.
 *
 * @param segment the segment that holds the end
 * @param position logical position of the end
 * @param chain checksum of the last record
 */
record LogEnd(LogSegment segment, long position, int chain, long lastVersion, long lastTimeMicros) {
  long databaseTag() {
    return segment.header().databaseId().getMostSignificantBits();
  }
}
