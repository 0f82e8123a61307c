package dev.tidemark.durability;

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
}
