package dev.tidemark.durability;

/**
 * What a log record says about itself.
 *
 * @param position its own logical position: bytes of a record stored as a value are no record
 * @param durableThrough logical position known to be synced when the record was made
 * @param databaseTag high half of the database id
 * @param flags see {@link LogRecordFormat}
 * @param previousCrc checksum of the record before, which chains them
 */
record RecordHeader(
    long position,
    long version,
    long timeMicros,
    long durableThrough,
    long databaseTag,
    int flags,
    int previousCrc) {}
