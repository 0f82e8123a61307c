package dev.tidemark.event;

import dev.tidemark.index.DerivedIndex;
import dev.tidemark.index.IndexProvider;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;

/** Makes the index of events by type. Found by the database; not for use elsewhere. */
public final class EventIndexProvider implements IndexProvider {
  @Override
  public KeySpace space() {
    return EventLog.SPACE;
  }

  @Override
  public DerivedIndex create(RunId run) {
    return new EventIndex(run);
  }
}
