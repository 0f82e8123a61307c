package dev.tidemark.bench.support.build;

/**
 * A commit of a checkout. Every part is {@link #UNKNOWN} where there is no checkout or no {@code
 * git}.
 *
 * @param id full hash
 * @param branch name of the branch, {@code HEAD} when detached
 * @param dirty {@code true} if files differed from the commit, {@code false}, or unknown
 */
public record Commit(String id, String branch, String dirty) {
  /** What cannot be found out is said, not guessed. */
  public static final String UNKNOWN = "unknown";

  private static final int SHORT_HASH = 7;

  static Commit unknown() {
    return new Commit(UNKNOWN, UNKNOWN, UNKNOWN);
  }

  /** The first seven digits of the hash. */
  public String shortId() {
    return id.length() > SHORT_HASH ? id.substring(0, SHORT_HASH) : id;
  }

  /** Whether files are known to have differed from the commit. */
  public boolean isDirty() {
    return dirty.equals("true");
  }

  /** Whether there is a commit at all. */
  public boolean isKnown() {
    return !id.equals(UNKNOWN);
  }
}
