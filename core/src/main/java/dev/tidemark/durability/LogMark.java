package dev.tidemark.durability;

/**
 * A place in the log between two records.
 *
 * @param version version of the last commit before it
 * @param timeMicros time of that commit
 * @param position logical position
 * @param segment number of the segment that holds what is just before the position
 */
public record LogMark(long version, long timeMicros, long position, long segment) {}
