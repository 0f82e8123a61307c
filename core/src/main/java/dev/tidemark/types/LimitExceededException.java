package dev.tidemark.types;

/** Something is larger than the database accepts; nothing was changed. */
public final class LimitExceededException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final String what;
  private final long limit;
  private final long actual;

  /**
   * @param what the limited thing, with its unit
   * @param remedy what the caller can do
   */
  public LimitExceededException(String what, long limit, long actual, String remedy) {
    super(what + " is " + actual + ", the limit is " + limit + "; " + remedy, null);
    this.what = what;
    this.limit = limit;
    this.actual = actual;
  }

  public String what() {
    return what;
  }

  public long limit() {
    return limit;
  }

  public long actual() {
    return actual;
  }
}
