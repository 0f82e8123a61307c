package dev.tidemark.types;

/** A file holds something this database did not write, or lost something it did. */
public final class CorruptionException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;
  private final String what;

  /**
   * @param offset byte offset in the file where the damage begins
   * @param what what was expected there and what to do
   */
  public CorruptionException(String file, long offset, String what) {
    super(file + ", offset " + offset + ": " + what, null);
    this.file = file;
    this.offset = offset;
    this.what = what;
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }

  /** What was expected there and what to do. */
  public String what() {
    return what;
  }
}
