package dev.tidemark.types;

/** A past state was asked for that is no longer kept. What is kept was not changed. */
public final class HistoryUnavailableException extends DatabaseException {
  private static final long serialVersionUID = 1;

  private final long version;
  private final long horizon;

  /**
   * @param asked what was asked for, such as "version 7"
   * @param version the version asked for; of a time, the newest it can be
   * @param horizon the oldest version that is still kept
   * @param retention what the database was opened with
   */
  public HistoryUnavailableException(
      String asked, long version, long horizon, Retention retention) {
    super(
        asked
            + " lies before version "
            + horizon
            + ", the oldest that retention "
            + retention
            + " has kept; to keep more from now on, open the database with a larger"
            + " DatabaseOptions.retention",
        null);
    this.version = version;
    this.horizon = horizon;
  }

  /** The version asked for; of a time, the newest it can be. */
  public long version() {
    return version;
  }

  /** The oldest version that was still kept. */
  public long horizon() {
    return horizon;
  }
}
