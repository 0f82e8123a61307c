package dev.tidemark.types;

/** A file was written in a format this release does not read. */
public final class UnsupportedFormatException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final int found;
  private final int supported;

  public UnsupportedFormatException(String file, int found, int supported) {
    super(
        file
            + " has format version "
            + found
            + ", this release reads version "
            + supported
            + "; open it with the release that wrote it",
        null);
    this.found = found;
    this.supported = supported;
  }

  /**
   * @param element what is unknown, such as "record flags"
   * @param found its number in the file
   * @param supported the highest number this release reads
   */
  public UnsupportedFormatException(String file, String element, int found, int supported) {
    super(
        file
            + " holds "
            + element
            + " "
            + found
            + ", this release reads up to "
            + supported
            + "; open it with the release that wrote it",
        null);
    this.found = found;
    this.supported = supported;
  }

  public int found() {
    return found;
  }

  public int supported() {
    return supported;
  }
}
