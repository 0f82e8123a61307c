package dev.tidemark.types;

/** The caller passed something the operation does not accept; nothing was changed. */
public final class InvalidArgumentException extends DatabaseException {
  private static final long serialVersionUID = 1;

  public InvalidArgumentException(String message) {
    super(message, null);
  }

  public InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
