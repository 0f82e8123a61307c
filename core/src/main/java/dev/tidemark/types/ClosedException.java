package dev.tidemark.types;

/** The database, transaction or view has ended. */
public final class ClosedException extends DatabaseException {
  private static final long serialVersionUID = 1;

  public ClosedException(String message) {
    super(message, null);
  }

  public ClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
