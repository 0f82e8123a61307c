package dev.tidemark.transaction;

import dev.tidemark.durability.CheckpointSink;
import dev.tidemark.durability.CheckpointSource;
import dev.tidemark.durability.IndexSink;
import dev.tidemark.durability.LogMark;
import dev.tidemark.index.IndexFeed;
import dev.tidemark.storage.CommitTimes;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
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

  @Override
  public void writeIndexes(IndexSink sink) {
    for (RunPartitions run : map.runs()) {
      if (run.existsAt(mark.version())) {
        for (Partition partition : run.all()) {
          IndexFeed feed = partition.feed();
          if (feed != null) {
            sink.add(run.run(), partition.space(), () -> feed.section(mark.version()));
          }
        }
      }
    }
  }
}
