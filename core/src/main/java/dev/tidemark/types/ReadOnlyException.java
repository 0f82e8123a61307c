package dev.tidemark.types;

/** The log failed: the database accepts no more writes until it is opened again. */
public final class ReadOnlyException extends DatabaseException {
  private static final long serialVersionUID = 1;

  public ReadOnlyException(String message) {
    super(message, null);
  }

  public ReadOnlyException(String message, Throwable cause) {
    super(message, cause);
  }
}
