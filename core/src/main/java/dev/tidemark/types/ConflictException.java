package dev.tidemark.types;

/** Another commit changed what this transaction relied on; running it again may succeed. */
public final class ConflictException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final transient Key key;
  private final long expectedVersion;
  private final long actualVersion;

  /**
   * @param key the key, or the first key of the range, that changed
   * @param expectedVersion the version relied on, {@link Versioned#ABSENT} if it did not exist
   * @param actualVersion the newest version found, {@link Versioned#PENDING} if another transaction
   *     is committing it now
   */
  public ConflictException(String what, Key key, long expectedVersion, long actualVersion) {
    super(
        what + ": " + key + " expected " + name(expectedVersion) + ", found " + name(actualVersion),
        null);
    this.key = key;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }

  public Key key() {
    return key;
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
