package dev.tidemark.types;

/** The operation needs a thing that does not exist. */
public final class NotFoundException extends DatabaseException {
  private static final long serialVersionUID = 1;

  public NotFoundException(String message) {
    super(message, null);
  }

  public NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
