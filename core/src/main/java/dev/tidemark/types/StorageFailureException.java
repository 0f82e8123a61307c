package dev.tidemark.types;

/** The file system refused an operation, or the directory is in use. */
public final class StorageFailureException extends DatabaseException {
  private static final long serialVersionUID = 1;

  public StorageFailureException(String message) {
    super(message, null);
  }

  public StorageFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
