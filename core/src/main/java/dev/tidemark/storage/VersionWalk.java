package dev.tidemark.storage;

import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.StoredVersion;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Walks all that views of some versions see, while commits go on. The oldest of these versions must
 * be pinned.
 */
public final class VersionWalk {
  private final MultiVersionMap map;
  private final long from;
  private final long to;
  private final ArrayDeque<Version> chain = new ArrayDeque<>();

  /**
   * @param from the oldest version whose state is wanted
   * @param to the newest
   */
  public VersionWalk(MultiVersionMap map, long from, long to) {
    this.map = map;
    this.from = from;
    this.to = to;
  }

  /** Hands over every version of every entry, those of one entry from old to new. */
  public void forEach(Consumer<StoredVersion> sink) {
    for (RunPartitions run : map.runs()) {
      for (Partition partition : run.all()) {
        for (Entry entry : partition.entries(KeyRange.all())) {
          walk(partition, entry, sink);
        }
      }
    }
  }

  private void walk(Partition partition, Entry entry, Consumer<StoredVersion> sink) {
    Version version = MultiVersionMap.at(entry, to);
    while (version != null && version.version() > from) {
      chain.push(version);
      version = version.older();
    }
    // That an entry was deleted before all views is the same as that it never was.
    if (version != null && version.value() != null) {
      sink.accept(stored(partition, entry, version));
    }
    while (!chain.isEmpty()) {
      sink.accept(stored(partition, entry, chain.pop()));
    }
  }

  private static StoredVersion stored(Partition partition, Entry entry, Version version) {
    var key = partition.key(entry.key());
    Mutation state =
        version.value() == null
            ? new Mutation.Tombstone(key)
            : new Mutation.Put(key, version.value(), version.expiresAtMicros());
    return new StoredVersion(state, version.version(), version.timeMicros());
  }
}
