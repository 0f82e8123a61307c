package dev.tidemark.transaction;

import dev.tidemark.durability.CheckpointSink;
import dev.tidemark.durability.CheckpointSource;
import dev.tidemark.durability.LogMark;
import dev.tidemark.storage.CommitTimes;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.VersionWalk;

/**
 * All versions from an oldest, pinned one to that of a mark.
 *
 * @param from the oldest version that stays readable
 */
record CapturedState(MultiVersionMap map, CommitTimes times, long from, LogMark mark)
    implements CheckpointSource {
  @Override
  public void writeTo(CheckpointSink sink) {
    for (long version = from; version < mark.version(); version++) {
      sink.committed(version, times.timeOf(version));
    }
    if (mark.version() > 0) {
      sink.committed(mark.version(), mark.timeMicros());
    }
    new VersionWalk(map, from, mark.version()).forEach(sink::add);
  }
}
