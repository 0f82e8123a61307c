package dev.tidemark.types;

/** Every error the engine reports. Each case says what to do; unlisted errors are bugs. */
public abstract sealed class DatabaseException extends RuntimeException
    permits ClosedException,
        ConflictException,
        CorruptionException,
        DeadlineExceededException,
        HistoryUnavailableException,
        InvalidArgumentException,
        LimitExceededException,
        NotFoundException,
        ReadOnlyException,
        StorageFailureException,
        UnsupportedFormatException {
  private static final long serialVersionUID = 1;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
