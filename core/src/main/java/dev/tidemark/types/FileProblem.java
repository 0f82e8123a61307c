package dev.tidemark.types;

/**
 * What is wrong with a file.
 *
 * @param file its name
 * @param offset byte offset at which it shows
 * @param what what was expected there
 */
public record FileProblem(String file, long offset, String what) {
  /** The problem that made an operation refuse the file. */
  public static FileProblem of(CorruptionException damage) {
    return new FileProblem(damage.file(), damage.offset(), damage.what());
  }

  @Override
  public String toString() {
    return file + ", offset " + offset + ": " + what;
  }
}
