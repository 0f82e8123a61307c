package dev.tidemark.durability;

import java.util.UUID;

/**
 * Where the log is read from: behind what a checkpoint holds, or from its beginning.
 *
 * @param databaseId whose log it must be; null if any will do
 * @param segment number of the first segment to read
 * @param position logical position of the first record to replay, not before that segment
 * @param version version of the commit before it, 0 if there is none
 * @param timeMicros time of that commit
 */
record LogStart(UUID databaseId, long segment, long position, long version, long timeMicros) {
  static final LogStart BEGINNING = new LogStart(null, 1, 0, 0, 0);

  static LogStart behind(CheckpointHeader checkpoint) {
    return new LogStart(
        checkpoint.databaseId(),
        checkpoint.logSegment(),
        checkpoint.logPosition(),
        checkpoint.version(),
        checkpoint.timeMicros());
  }
}
