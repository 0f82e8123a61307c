package dev.tidemark.durability;

import dev.tidemark.types.Change;
import dev.tidemark.types.CommitBatch;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.StoredVersion;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The commits in the golden files: every operation, value kind and field of format version 1. */
final class FormatSamples {
  private static final RunId RUN = new RunId(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);
  private static final KeySpace SPACE = KeySpace.unnamed(255);

  static final List<CommitBatch> V1 =
      List.of(
          commit(1, put("key", Value.of("value"))),
          commit(
              2,
              new Mutation.Tombstone(new Key(RunId.GLOBAL, KeySpace.RUN, bytes("global"))),
              new Mutation.Put(key("expiring"), Value.of(1), 1_900_000_000_000_000L),
              new Mutation.Tombstone(key("gone"))),
          commit(
              3,
              put("bool", Value.list(Value.of(true), Value.of(false))),
              put("bytes", Value.bytes(new byte[] {0, 1, -1})),
              put("double", Value.list(Value.of(-0.0), Value.of(Math.PI), Value.of(Double.NaN))),
              put("long", Value.list(Value.of(0), Value.of(-1), Value.of(Long.MIN_VALUE))),
              put("map", Value.map("", Value.nil(), "ä", Value.emptyMap(), "😀", Value.list())),
              put("text", Value.list(Value.of(""), Value.of("日本"), Value.of("x".repeat(200)))),
              put("vector", Value.vector(1.5f, -2f, Float.NaN, Float.MIN_VALUE))),
          commit(7, put("large", Value.bytes(new byte[4_000]))),
          commit(8));

  static final CheckpointHeader CHECKPOINT =
      new CheckpointHeader(
          new UUID(0x0123456789ABCDEFL, 0xFEDCBA9876543210L), 8, 1_750_000_000_000_008L, 9_000, 2);

  static final List<Long> CHECKPOINT_TIMES =
      List.of(1_750_000_000_000_007L, 1_750_000_000_000_008L);

  /** The first three commits. */
  static final List<StoredVersion> CHECKPOINT_ENTRIES =
      V1.stream()
          .limit(3)
          .flatMap(
              commit ->
                  commit.mutations().stream()
                      .map(m -> new StoredVersion(m, commit.version(), commit.timeMicros())))
          .toList();

  static final ManifestFormat.Slot MANIFEST =
      new ManifestFormat.Slot(new UUID(0x0123456789ABCDEFL, 0xFEDCBA9876543210L), 3, 4);

  /** Every kind of change and of path step; readers of before refuse the operation by number. */
  static final List<CommitBatch> V1_EDITS =
      List.of(
          commit(1, put("doc", Value.map("a", Value.list(Value.of(1)), "ä", Value.emptyMap()))),
          commit(
              2,
              edit("doc", new Change(ValuePath.of("a", 0), Value.map("deep", "x".repeat(100)))),
              put("other", Value.list())),
          commit(
              3,
              edit(
                  "doc",
                  new Change(ValuePath.of("ä", "日本"), Value.of(-1)),
                  new Change(ValuePath.of("a", 0, "deep"), null),
                  new Change(ValuePath.of("a", 1), Value.nil())),
              edit("other", new Change(ValuePath.of(0), Value.vector(1, 2)))),
          commit(4, new Mutation.Tombstone(key("doc"))));

  /** One commit before a crash, one after it. */
  static final List<CommitBatch> V1_ORPHANS =
      List.of(commit(1, put("key", Value.of("before"))), commit(2, put("key", Value.of("after"))));

  /**
   * A directory of golden files.
   *
   * @param commits what its log holds, besides a close record
   * @param orphanedThrough what the close record says
   */
  record Golden(String directory, int segments, List<CommitBatch> commits, long orphanedThrough) {}

  static List<Golden> goldens() {
    return List.of(
        new Golden("v1", 2, V1, 0),
        new Golden("v1-edits", 1, V1_EDITS, 0),
        new Golden("v1-orphans", 1, V1_ORPHANS, 1));
  }

  private FormatSamples() {}

  private static CommitBatch commit(long version, Mutation... mutations) {
    return new CommitBatch(version, 1_750_000_000_000_000L + version, List.of(mutations));
  }

  private static Mutation put(String key, Value value) {
    return new Mutation.Put(key(key), value);
  }

  private static Mutation edit(String key, Change... changes) {
    return new Mutation.Edit(key(key), List.of(changes));
  }

  private static Key key(String user) {
    return new Key(RUN, SPACE, bytes(user));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
