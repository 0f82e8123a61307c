package dev.tidemark.transaction;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Page;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the catalogue by which runs with something in common are found. They are entries of
 * {@link RunId#GLOBAL} in {@link KeySpace#RUN} with null for a value, written and deleted by the
 * commits that change the runs' own records. The user key of a row:
 *
 * <pre>
 * +------+-------------------------+-------------------------------+
 * | kind | what they have in common| id of the run                 |
 * | 1    |                         | 16 bytes, big-endian          |
 * +------+-------------------------+-------------------------------+
 *   1      name, UTF-8, then a zero
 *   2      name of the status, then a zero
 *   3      tag, UTF-8, then a zero
 *   4      id of the parent, 16 bytes
 * </pre>
 */
public final class RunRows {
  private static final byte BY_NAME = 1;
  private static final byte BY_STATUS = 2;
  private static final byte BY_TAG = 3;
  private static final byte BY_PARENT = 4;

  private static final RunRows ALL = new RunRows(new byte[] {BY_NAME});
  private static final int UUID_CHARS = 36;

  private final byte[] prefix;

  private RunRows(byte[] prefix) {
    this.prefix = prefix;
  }

  /** All runs, by name and then by age. */
  public static RunRows all() {
    return ALL;
  }

  /** Runs with a name, by age, as in what follows. */
  public static RunRows named(String name) {
    return terminated(BY_NAME, name);
  }

  public static RunRows in(RunStatus status) {
    return terminated(BY_STATUS, status.name());
  }

  public static RunRows tagged(String tag) {
    return terminated(BY_TAG, tag);
  }

  public static RunRows childrenOf(RunId parent) {
    return new RunRows(
        ByteBuffer.allocate(1 + RunId.BYTES).put(BY_PARENT).put(bytes(parent)).array());
  }

  private static RunRows terminated(byte kind, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new RunRows(ByteBuffer.allocate(utf8.length + 2).put(kind).put(utf8).array());
  }

  /** All rows of a run with such a record. */
  static List<RunRows> of(
      String name, RunStatus status, Collection<String> tags, Optional<RunId> parent) {
    List<RunRows> rows = new ArrayList<>(List.of(named(name), in(status)));
    tags.forEach(tag -> rows.add(tagged(tag)));
    parent.ifPresent(id -> rows.add(childrenOf(id)));
    return rows;
  }

  /** The row of a run. */
  Key row(RunId run) {
    return new Key(RunId.GLOBAL, KeySpace.RUN, concat(prefix, bytes(run)));
  }

  /** A page of the runs that have such a row. */
  Page<RunId> page(PinnedScope view, String cursor, int limit) {
    KeyRange range = KeyRange.prefix(prefix);
    Page.Collector<byte[]> rows = new Page.Collector<>(limit, this::cursor);
    view.in(RunId.GLOBAL)
        .scan(
            KeySpace.RUN,
            cursor.isEmpty() ? range : range.after(key(cursor)),
            (key, value, version, time) -> rows.add(key));
    Page<byte[]> page = rows.page();
    return new Page<>(page.items().stream().map(RunRows::run).toList(), page.cursor());
  }

  /** The id, then what of the row is neither id nor prefix. */
  private String cursor(byte[] row) {
    byte[] rest = Arrays.copyOfRange(row, prefix.length, row.length - RunId.BYTES);
    return run(row) + new String(rest, StandardCharsets.UTF_8);
  }

  private byte[] key(String cursor) {
    if (cursor.length() < UUID_CHARS) {
      throw new InvalidArgumentException(
          "cursor \"" + cursor + "\" is of no listing of runs; give that of the page before");
    }
    RunId run = RunId.parse(cursor.substring(0, UUID_CHARS));
    byte[] rest = Utf8.encode(cursor.substring(UUID_CHARS), "cursor");
    return concat(concat(prefix, rest), bytes(run));
  }

  private static RunId run(byte[] row) {
    ByteBuffer id = ByteBuffer.wrap(row, row.length - RunId.BYTES, RunId.BYTES);
    return new RunId(id.getLong(), id.getLong());
  }

  private static byte[] bytes(RunId run) {
    return ByteBuffer.allocate(RunId.BYTES).putLong(run.high()).putLong(run.low()).array();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
