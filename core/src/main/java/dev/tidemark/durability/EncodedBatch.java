package dev.tidemark.durability;

import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import java.util.List;

/** The mutations of one commit, checked against the limits and ready for a log. */
public final class EncodedBatch {
  private static final byte[] NOT_LOGGED = {};

  private final byte[] record;
  private final int bytes;

  private EncodedBatch(byte[] record, int bytes) {
    this.record = record;
    this.bytes = bytes;
  }

  /**
   * Encodes the mutations.
   *
   * @param mutations one per key, in key order
   * @throws LimitExceededException if a key, a value, their number or their sum is larger than
   *     allowed
   */
  public static EncodedBatch of(List<Mutation> mutations, Limits limits) {
    byte[] record = LogRecordFormat.encode(mutations, limits);
    return new EncodedBatch(record, record.length);
  }

  /** Checks the limits only, for a database without a log. */
  static EncodedBatch unlogged(List<Mutation> mutations, Limits limits) {
    return new EncodedBatch(NOT_LOGGED, MutationsFormat.sizeOf(mutations, limits));
  }

  /** What the log writes at a clean close. */
  static EncodedBatch closeRecord() {
    byte[] record = LogRecordFormat.encodeEmpty();
    return new EncodedBatch(record, record.length);
  }

  /** Bytes the commit takes in the log, or would take as content if there is none. */
  public int bytes() {
    return bytes;
  }

  /** The record, whose header the log completes. */
  byte[] record() {
    return record;
  }
}
