package dev.tidemark.durability;

import java.util.UUID;

/**
 * What a segment says about itself.
 *
 * @param number its place in the sequence of segments, from 1
 * @param base logical position of its first record
 * @param previousCrc checksum of the last record of the segment before, 0 in the first
 */
record SegmentHeader(UUID databaseId, long number, long base, int previousCrc) {}
