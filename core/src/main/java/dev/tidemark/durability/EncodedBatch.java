package dev.tidemark.durability;

import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import java.util.List;

/** The mutations of one commit, checked against the limits and ready for a log. */
public final class EncodedBatch {
  private static final EncodedBatch UNLOGGED = new EncodedBatch(new byte[0]);

  private final byte[] record;

  private EncodedBatch(byte[] record) {
    this.record = record;
  }

  /**
   * Encodes the mutations.
   *
   * @param mutations one per key, in key order
   * @throws LimitExceededException if a key, a value, their number or their sum is larger than
   *     allowed
   */
  public static EncodedBatch of(List<Mutation> mutations, Limits limits) {
    return new EncodedBatch(LogRecordFormat.encode(mutations, limits));
  }

  /**
   * Checks the result of an edit, which no batch holds. What the edit sets is in the batch, and
   * checked with it.
   *
   * @throws LimitExceededException if the value or a container in it is larger than allowed
   */
  public static void requireFits(Mutation.Put result, Limits limits) {
    requireNesting(result, limits);
    ValueFormat.requireWidth(result.value(), limits, result.key());
    MutationsFormat.requireValueBytes(result, limits);
  }

  /**
   * Checks the levels of containers in a value.
   *
   * @throws LimitExceededException if there are more than allowed
   */
  public static void requireNesting(Mutation.Put put, Limits limits) {
    int most = Math.min(limits.nesting(), put.key().space().nesting());
    ValueFormat.requireNesting(put.value(), most, put.key());
  }

  /** Checks the limits only, for a database without a log. */
  static EncodedBatch unlogged(List<Mutation> mutations, Limits limits) {
    MutationsFormat.sizeOf(mutations, limits);
    return UNLOGGED;
  }

  /** What the log writes at a clean close. */
  static EncodedBatch closeRecord(long orphanedThrough) {
    return new EncodedBatch(LogRecordFormat.encodeClose(orphanedThrough));
  }

  /** The record, whose header the log completes. */
  byte[] record() {
    return record;
  }
}
