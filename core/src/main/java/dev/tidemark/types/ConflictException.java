package dev.tidemark.types;

import java.util.Optional;

/** Another commit changed what this transaction relied on; running it again may succeed. */
public final class ConflictException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final transient Key key;
  private final transient KeyRange range;
  private final transient Path path;
  private final long expectedVersion;
  private final long actualVersion;

  /**
   * @param key the key, or the first key of the range, that changed
   * @param expectedVersion the version relied on, {@link Versioned#ABSENT} if it did not exist
   * @param actualVersion the newest version found, {@link Versioned#PENDING} if another transaction
   *     is committing it now
   */
  public ConflictException(String what, Key key, long expectedVersion, long actualVersion) {
    this(what, key, null, null, expectedVersion, actualVersion);
  }

  /**
   * As {@link #ConflictException(String, Key, long, long)}.
   *
   * @param range the range relied on, if it was one; else null
   * @param path the part of the value relied on, if only a part was; else null
   */
  public ConflictException(
      String what, Key key, KeyRange range, Path path, long expectedVersion, long actualVersion) {
    super(
        what
            + ": "
            + key
            + (path == null ? "" : " at " + path)
            + " expected "
            + name(expectedVersion)
            + ", found "
            + name(actualVersion),
        null);
    this.key = key;
    this.range = range;
    this.path = path;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }

  public Key key() {
    return key;
  }

  /** The range the transaction relied on, if it was one; {@link #key} is what changed in it. */
  public Optional<KeyRange> range() {
    return Optional.ofNullable(range);
  }

  /** The part of the value relied on, if only a part was. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  public long expectedVersion() {
    return expectedVersion;
  }

  public long actualVersion() {
    return actualVersion;
  }

  private static String name(long version) {
    if (version == Versioned.ABSENT) {
      return "absent";
    }
    return version == Versioned.PENDING ? "a commit in progress" : "version " + version;
  }
}
