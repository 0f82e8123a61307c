package dev.tidemark.telemetry;

import dev.tidemark.types.DatabaseListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Tells a listener, which may do nothing to the engine. */
public final class Notices {
  private static final Logger LOGGER = System.getLogger("dev.tidemark");

  private final DatabaseListener listener;

  public Notices(DatabaseListener listener) {
    this.listener = listener;
  }

  /** Calls the listener; what it throws is logged. Not to be called under a lock. */
  public void tell(Consumer<DatabaseListener> notice) {
    try {
      notice.accept(listener);
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.WARNING, "a database listener failed", e);
    }
  }

  /**
   * Logs and tells that the database takes no more commits. May be called under locks: a thread of
   * its own does it.
   */
  public void becameReadOnly(Throwable cause) {
    Thread thread = new Thread(() -> logAndTell(cause), "tidemark-read-only-notice");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      cause.addSuppressed(e); // Every later commit is refused with this cause.
    }
  }

  private void logAndTell(Throwable cause) {
    LOGGER.log(
        Level.ERROR, "the database is read-only until it is opened again: {0}", cause.toString());
    tell(listener -> listener.becameReadOnly(cause));
  }
}
