package dev.tidemark.runs;

/**
 * A run, a record or a gate file that is missing, damaged or not understood; the message names file
 * and remedy.
 */
public final class RunRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RunRecordException(String message) {
    super(message);
  }

  public RunRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
