package dev.tidemark.durability;

import dev.tidemark.types.Change;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Mutation.Edit;
import dev.tidemark.types.Mutation.Put;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of the mutations of one commit: a varint count, then operations in key order.
 *
 * <pre>
 * 1 SET_RUN       16 bytes: high, low half of the run of all that follow; no mutation by itself
 * 2 PUT           key, value
 * 3 PUT_EXPIRING  key, 8 bytes expiry in microseconds since the epoch, value
 * 4 TOMBSTONE     key
 * 5 EDIT          key, varint count, changes
 *
 * key: 1 byte key space, varint length, bytes of the user key
 * </pre>
 *
 * <p>{@link ChangeFormat} owns the bytes of a change.
 */
final class MutationsFormat {
  private static final int SET_RUN = 1;
  private static final int PUT = 2;
  private static final int PUT_EXPIRING = 3;
  private static final int TOMBSTONE = 4;
  private static final int EDIT = 5;

  private static final int SET_RUN_BYTES = 1 + RunId.BYTES;

  /** Run and key space, which come before the user key's bytes in an encoded key. */
  private static final int KEY_PREFIX_BYTES = RunId.BYTES + 1;

  private MutationsFormat() {}

  /**
   * Bytes of the encoded mutations.
   *
   * @throws LimitExceededException if a key, a value, their number or their sum is larger than
   *     allowed
   */
  static int sizeOf(List<Mutation> mutations, Limits limits) {
    requireCount(mutations.size(), limits);
    long size = Varint.size(mutations.size());
    RunId run = null;
    for (int i = 0; i < mutations.size(); i++) {
      Mutation mutation = mutations.get(i);
      size += mutation.key().run().equals(run) ? 0 : SET_RUN_BYTES;
      run = mutation.key().run();
      size += sizeOf(mutation, limits);
    }
    return requireBytes(size, limits);
  }

  private static void requireCount(int count, Limits limits) {
    if (count > limits.transactionMutations()) {
      throw new LimitExceededException(
          "a transaction in mutations",
          limits.transactionMutations(),
          count,
          "split it into several transactions");
    }
  }

  private static int requireBytes(long size, Limits limits) {
    if (size > limits.transactionBytes()) {
      throw new LimitExceededException(
          "a transaction in encoded bytes",
          limits.transactionBytes(),
          size,
          "split it into several transactions");
    }
    return (int) size;
  }

  private static long sizeOf(Mutation mutation, Limits limits) {
    long size = 1L + sizeOfKey(mutation.key(), limits);
    if (mutation instanceof Put put) {
      size += put.expiresAtMicros() == Mutation.NEVER ? 0 : Long.BYTES;
      size += sizeOfValue(put, limits);
    } else if (mutation instanceof Edit edit) {
      requireCount(edit.changes().size(), limits);
      size += Varint.size(edit.changes().size());
      for (Change change : edit.changes()) {
        size += ChangeFormat.sizeOf(change, limits, edit.key());
      }
    }
    return size;
  }

  private static int sizeOfKey(Key key, Limits limits) {
    int user = key.user().length;
    if (user + KEY_PREFIX_BYTES > limits.encodedKeyBytes()) {
      throw new LimitExceededException(
          "an encoded " + key.space().name() + " key in bytes",
          limits.encodedKeyBytes(),
          user + KEY_PREFIX_BYTES,
          "use a shorter key");
    }
    return 1 + Varint.size(user) + user;
  }

  private static long sizeOfValue(Put put, Limits limits) {
    long size = ValueFormat.sizeOf(put.value(), limits, put.key());
    requireValueBytes(put, limits);
    return size;
  }

  /**
   * Checks the size of a put's encoded value.
   *
   * @throws LimitExceededException if it is larger than the database or the key space allows
   */
  static void requireValueBytes(Put put, Limits limits) {
    int most = Math.min(limits.valueBytes(), put.key().space().valueBytes());
    if (put.value().encodedBytes() > most) {
      throw new LimitExceededException(
          "an encoded value in bytes, at " + put.key(),
          most,
          put.value().encodedBytes(),
          "split it over several entries");
    }
  }

  /** Writes the mutations, for which there must be room, and returns the position behind them. */
  static int write(List<Mutation> mutations, byte[] out, int at) {
    at = Varint.write(mutations.size(), out, at);
    Key previous = null;
    for (int i = 0; i < mutations.size(); i++) {
      Mutation mutation = mutations.get(i);
      Key key = mutation.key();
      assert previous == null || previous.compareTo(key) < 0 : previous + " before " + key;
      if (previous == null || !previous.run().equals(key.run())) {
        at = writeRun(key.run(), out, at);
      }
      at = write(mutation, out, at);
      previous = key;
    }
    return at;
  }

  static int writeRun(RunId run, byte[] out, int at) {
    out[at] = SET_RUN;
    LittleEndian.putLong(out, at + 1, run.high());
    LittleEndian.putLong(out, at + 1 + Long.BYTES, run.low());
    return at + SET_RUN_BYTES;
  }

  private static int write(Mutation mutation, byte[] out, int at) {
    if (mutation instanceof Edit edit) {
      return writeEdit(edit, out, at);
    } else if (!(mutation instanceof Put put)) {
      return writeKey(TOMBSTONE, mutation.key(), out, at);
    } else {
      return writePut(put, out, at);
    }
  }

  private static int writeEdit(Edit edit, byte[] out, int at) {
    at = writeKey(EDIT, edit.key(), out, at);
    at = Varint.write(edit.changes().size(), out, at);
    for (Change change : edit.changes()) {
      at = ChangeFormat.write(change, out, at);
    }
    return at;
  }

  private static int writePut(Put put, byte[] out, int at) {
    if (put.expiresAtMicros() == Mutation.NEVER) {
      at = writeKey(PUT, put.key(), out, at);
    } else {
      at = writeKey(PUT_EXPIRING, put.key(), out, at);
      LittleEndian.putLong(out, at, put.expiresAtMicros());
      at += Long.BYTES;
    }
    return ValueFormat.write(put.value(), out, at);
  }

  private static int writeKey(int operation, Key key, byte[] out, int at) {
    out[at] = (byte) operation;
    out[at + 1] = (byte) key.space().id();
    return ValueFormat.writeBytes(key.user(), out, at + 2);
  }

  static List<Mutation> read(ByteReader in) {
    int count = in.readLength(1);
    List<Mutation> mutations = new ArrayList<>(count);
    RunId run = null;
    while (mutations.size() < count) {
      int operation = in.readByte();
      if (operation == SET_RUN) {
        run = new RunId(in.readLong(), in.readLong());
      } else {
        mutations.add(read(operation, run, in));
      }
    }
    if (in.remaining() > 0) {
      throw in.corrupt("bytes behind the last mutation");
    }
    return mutations;
  }

  private static Mutation read(int operation, RunId run, ByteReader in) {
    return switch (operation) {
      case PUT -> new Put(readKey(run, in), ValueFormat.read(in));
      case PUT_EXPIRING -> readExpiring(readKey(run, in), in);
      case TOMBSTONE -> new Mutation.Tombstone(readKey(run, in));
      case EDIT -> readEdit(readKey(run, in), in);
      default -> throw in.unsupported("operation", operation, EDIT);
    };
  }

  static Mutation readExpiring(Key key, ByteReader in) {
    long expiresAtMicros = in.readLong();
    return new Put(key, ValueFormat.read(in), expiresAtMicros);
  }

  private static Mutation readEdit(Key key, ByteReader in) {
    int count = in.readLength(ChangeFormat.LEAST_BYTES);
    if (count == 0) {
      throw in.corrupt("an edit without a change");
    }
    List<Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(ChangeFormat.read(in));
    }
    return new Edit(key, changes);
  }

  static Key readKey(RunId run, ByteReader in) {
    if (run == null) {
      throw in.corrupt("a key before its run");
    }
    int space = in.readByte();
    if (space == 0) {
      throw in.corrupt("key space 0");
    }
    return new Key(run, KeySpace.unnamed(space), in.readBytes(in.readLength(1)));
  }
}
