package dev.tidemark.durability;

import dev.tidemark.types.Key;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Mutation.Put;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoredVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a checkpoint, which can be read without any other. Numbers are little-endian.
 *
 * <pre>
 *  0 +-------------------------------+-------------------------------+
 *    | magic "TMCB"                  | kind of content               |
 *  8 +-------------------------------+-------------------------------+
 *    | number of the block, from 0   | items in it                   |
 * 16 +-------------------------------+-------------------------------+
 *    | bytes of the content          | CRC32C of the content         |
 * 24 +-------------------------------+-------------------------------+
 *    | reserved, 0                   | CRC32C of bytes 0 to 27       |
 * 32 +-------------------------------+-------------------------------+
 *    | content                                                       |
 *    +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Content of both kinds begins with 8 bytes version and 8 bytes time to count from.
 *
 * <p>Kind 1, entry versions: operations, the versions of one key from old to new.
 *
 * <pre>
 * 1 SET_RUN       16 bytes: high, low half of the run of all that follow; no entry by itself
 * 2 PUT           key, age, value
 * 3 PUT_EXPIRING  key, age, 8 bytes expiry in microseconds since the epoch, value
 * 4 TOMBSTONE     key, age
 *
 * key: 1 byte key space, varint length, bytes of the user key
 * age: varint versions and varint microseconds by which its commit is older
 * </pre>
 *
 * <p>Kind 2, commit times, of the version counted from and those after it: per version a varint,
 * the microseconds since the one before.
 */
final class CheckpointBlockFormat {
  static final int HEADER_BYTES = 32;

  private static final int MAGIC = 0x4243_4D54;
  private static final int KIND_AT = 4;
  private static final int NUMBER_AT = 8;
  private static final int ITEMS_AT = 12;
  private static final int CONTENT_BYTES_AT = 16;
  private static final int CONTENT_CRC_AT = 20;
  private static final int CRC_AT = HEADER_BYTES - Integer.BYTES;

  static final int KIND_ENTRIES = 1;
  static final int KIND_TIMES = 2;

  private static final int SET_RUN = 1;
  private static final int PUT = 2;
  private static final int PUT_EXPIRING = 3;
  private static final int TOMBSTONE = 4;

  private static final int ORIGIN_BYTES = 2 * Long.BYTES;
  private static final int SET_RUN_BYTES = 1 + RunId.BYTES;

  private CheckpointBlockFormat() {}

  /**
   * Where a block begins to be filled.
   *
   * @param version version to count back from
   * @param timeMicros time to count back from
   */
  record Origin(long version, long timeMicros) {}

  /** Writes the beginning of a block's content and returns the position behind it. */
  static int writeOrigin(Origin origin, byte[] out) {
    LittleEndian.putLong(out, HEADER_BYTES, origin.version);
    LittleEndian.putLong(out, HEADER_BYTES + Long.BYTES, origin.timeMicros);
    return HEADER_BYTES + ORIGIN_BYTES;
  }

  /** Upper bound of the bytes that {@link #write} takes. */
  static long maxBytes(StoredVersion stored) {
    Key key = stored.mutation().key();
    long bytes = SET_RUN_BYTES + 2L + 3L * Varint.MAX_BYTES + key.user().length + Long.BYTES;
    return stored.mutation() instanceof Put put ? bytes + put.value().encodedBytes() : bytes;
  }

  /** Writes an entry version and returns the position behind it. */
  static int write(StoredVersion stored, Origin origin, byte[] out, int at) {
    Mutation mutation = stored.mutation();
    out[at] = (byte) operationOf(mutation);
    out[at + 1] = (byte) mutation.key().space().id();
    at = ValueFormat.writeBytes(mutation.key().user(), out, at + 2);
    at = Varint.write(origin.version - stored.version(), out, at);
    at = Varint.write(origin.timeMicros - stored.timeMicros(), out, at);
    if (!(mutation instanceof Put put)) {
      return at;
    }
    if (put.expiresAtMicros() != Mutation.NEVER) {
      LittleEndian.putLong(out, at, put.expiresAtMicros());
      at += Long.BYTES;
    }
    return ValueFormat.write(put.value(), out, at);
  }

  private static int operationOf(Mutation mutation) {
    if (mutation instanceof Put put) {
      return put.expiresAtMicros() == Mutation.NEVER ? PUT : PUT_EXPIRING;
    }
    assert mutation instanceof Mutation.Tombstone : "a state is a put or a tombstone";
    return TOMBSTONE;
  }

  /** Completes a block that ends here. */
  static void seal(byte[] block, int end, int kind, int number, int items) {
    LittleEndian.putInt(block, 0, MAGIC);
    LittleEndian.putInt(block, KIND_AT, kind);
    LittleEndian.putInt(block, NUMBER_AT, number);
    LittleEndian.putInt(block, ITEMS_AT, items);
    LittleEndian.putInt(block, CONTENT_BYTES_AT, end - HEADER_BYTES);
    int contentCrc = Checksum.of(block, HEADER_BYTES, end - HEADER_BYTES);
    LittleEndian.putInt(block, CONTENT_CRC_AT, contentCrc);
    LittleEndian.putInt(block, CRC_AT, Checksum.of(block, 0, CRC_AT));
  }

  /** Whether a whole block header lies here; only then do the other methods make sense. */
  static boolean isHeader(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at) == MAGIC
        && LittleEndian.getInt(bytes, at + CRC_AT) == Checksum.of(bytes, at, CRC_AT)
        && contentBytes(bytes, at) >= ORIGIN_BYTES;
  }

  static int number(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + NUMBER_AT);
  }

  /** Entry versions in the block. */
  static int entries(byte[] bytes, int at) {
    boolean holdsEntries = LittleEndian.getInt(bytes, at + KIND_AT) == KIND_ENTRIES;
    return holdsEntries ? LittleEndian.getInt(bytes, at + ITEMS_AT) : 0;
  }

  static int contentBytes(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + CONTENT_BYTES_AT);
  }

  /** Whether the content behind the header is the one the header was made for. */
  static boolean isContentIntact(byte[] bytes, int at) {
    return LittleEndian.getInt(bytes, at + CONTENT_CRC_AT)
        == Checksum.of(bytes, at + HEADER_BYTES, contentBytes(bytes, at));
  }

  /**
   * Content of a block; either list is empty.
   *
   * @param firstVersion the version whose commit time comes first
   */
  record Content(List<StoredVersion> entries, long firstVersion, List<Long> times) {
    void addTo(CheckpointSink sink) {
      for (int i = 0; i < times.size(); i++) {
        sink.committed(firstVersion + i, times.get(i));
      }
      entries.forEach(sink::add);
    }
  }

  /** The content of an intact block. */
  static Content decode(ByteReader in) {
    in.readInt();
    int kind = in.readInt();
    in.readInt();
    int items = in.readInt();
    in.readBytes(HEADER_BYTES - 4 * Integer.BYTES);
    Origin origin = new Origin(in.readLong(), in.readLong());
    return switch (kind) {
      case KIND_ENTRIES -> new Content(readEntries(origin, items, in), 0, List.of());
      case KIND_TIMES -> new Content(List.of(), origin.version, readTimes(origin, items, in));
      default -> throw in.unsupported("checkpoint block kind", kind, KIND_TIMES);
    };
  }

  private static List<Long> readTimes(Origin origin, int count, ByteReader in) {
    List<Long> times = new ArrayList<>();
    long time = origin.timeMicros;
    while (in.remaining() > 0) {
      time += in.readVarint();
      times.add(time);
    }
    return requireCount(times, count, in);
  }

  private static List<StoredVersion> readEntries(Origin origin, int count, ByteReader in) {
    List<StoredVersion> entries = new ArrayList<>();
    RunId run = null;
    while (in.remaining() > 0) {
      int operation = in.readByte();
      if (operation == SET_RUN) {
        run = new RunId(in.readLong(), in.readLong());
      } else {
        entries.add(read(operation, run, origin, in));
      }
    }
    return requireCount(entries, count, in);
  }

  private static <T> List<T> requireCount(List<T> items, int count, ByteReader in) {
    if (items.size() != count) {
      throw in.corrupt(items.size() + " items in a block of " + count);
    }
    return items;
  }

  private static StoredVersion read(int operation, RunId run, Origin origin, ByteReader in) {
    if (operation > TOMBSTONE) {
      throw in.unsupported("checkpoint operation", operation, TOMBSTONE);
    }
    Key key = MutationsFormat.readKey(run, in);
    long version = origin.version - in.readVarint();
    long timeMicros = origin.timeMicros - in.readVarint();
    return new StoredVersion(readState(operation, key, in), version, timeMicros);
  }

  private static Mutation readState(int operation, Key key, ByteReader in) {
    return switch (operation) {
      case PUT -> new Put(key, ValueFormat.read(in));
      case PUT_EXPIRING -> MutationsFormat.readExpiring(key, in);
      case TOMBSTONE -> new Mutation.Tombstone(key);
      default -> throw in.corrupt("operation " + operation);
    };
  }
}
