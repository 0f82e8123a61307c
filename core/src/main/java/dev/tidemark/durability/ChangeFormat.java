package dev.tidemark.durability;

import dev.tidemark.types.Change;
import dev.tidemark.types.Key;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Path;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of one change of a part of a value.
 *
 * <pre>
 * 1 SET     varint count, steps, value
 * 2 REMOVE  varint count, steps
 *
 * step: 1 NAME   varint length, UTF-8
 *       2 INDEX  varint
 * </pre>
 */
final class ChangeFormat {
  /** A removal at one index. */
  static final int LEAST_BYTES = 4;

  private static final int SET = 1;
  private static final int REMOVE = 2;
  private static final int NAME = 1;
  private static final int INDEX = 2;

  private ChangeFormat() {}

  /**
   * Bytes of the encoded change.
   *
   * @param key of the value, for messages
   */
  static long sizeOf(Change change, Limits limits, Key key) {
    List<Path.Step> steps = change.path().steps();
    long size = 1L + Varint.size(steps.size());
    for (Path.Step step : steps) {
      size += 1 + sizeOf(step, limits, key);
    }
    return change.value() == null ? size : size + ValueFormat.sizeOf(change.value(), limits, key);
  }

  private static long sizeOf(Path.Step step, Limits limits, Key key) {
    return step instanceof Path.Name name
        ? ValueFormat.sizeOfText(name.name(), "a map name", limits, key)
        : Varint.size(((Path.Index) step).index());
  }

  /** Writes the change, for which there must be room, and returns the position behind it. */
  static int write(Change change, byte[] out, int at) {
    List<Path.Step> steps = change.path().steps();
    out[at] = (byte) (change.value() == null ? REMOVE : SET);
    at = Varint.write(steps.size(), out, at + 1);
    for (Path.Step step : steps) {
      at = write(step, out, at);
    }
    return change.value() == null ? at : ValueFormat.write(change.value(), out, at);
  }

  private static int write(Path.Step step, byte[] out, int at) {
    if (step instanceof Path.Name name) {
      out[at] = NAME;
      return ValueFormat.writeText(name.name(), out, at + 1);
    }
    out[at] = INDEX;
    return Varint.write(((Path.Index) step).index(), out, at + 1);
  }

  static Change read(ByteReader in) {
    int kind = in.readByte();
    if (kind != SET && kind != REMOVE) {
      throw in.unsupported("kind of change", kind, REMOVE);
    }
    Path path = readPath(in);
    return new Change(path, kind == SET ? ValueFormat.read(in) : null);
  }

  private static Path readPath(ByteReader in) {
    int count = in.readLength(2);
    if (count == 0 || count > Value.MAX_DEPTH) {
      throw in.corrupt("a path of " + count + " steps");
    }
    List<Path.Step> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      steps.add(readStep(in));
    }
    return new Path(steps);
  }

  private static Path.Step readStep(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case NAME -> new Path.Name(in.readText());
      case INDEX -> readIndex(in);
      default -> throw in.unsupported("kind of path step", kind, INDEX);
    };
  }

  private static Path.Step readIndex(ByteReader in) {
    long index = in.readVarint();
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw in.corrupt("index " + index);
    }
    return new Path.Index((int) index);
  }
}
