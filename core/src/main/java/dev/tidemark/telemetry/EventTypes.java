package dev.tidemark.telemetry;

import jdk.jfr.EventType;

/**
 * The engine's events as the flight recorder knows them. Touching this class starts the recorder,
 * so it is asked for only once there has been a recording.
 */
final class EventTypes {
  static final EventType COMMIT = EventType.getEventType(CommitEvent.class);
  static final EventType CONFLICT = EventType.getEventType(ConflictEvent.class);
  static final EventType SYNC = EventType.getEventType(SyncEvent.class);
  static final EventType CHECKPOINT = EventType.getEventType(CheckpointEvent.class);
  static final EventType RECOVERY = EventType.getEventType(RecoveryEvent.class);
  static final EventType SWEEP = EventType.getEventType(SweepEvent.class);

  private EventTypes() {}
}
