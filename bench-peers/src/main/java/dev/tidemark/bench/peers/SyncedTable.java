package dev.tidemark.bench.peers;

import dev.tidemark.bench.entries.Entries;
import java.io.IOException;
import java.nio.file.Path;

/** A table on disk whose puts return once they would survive a power cut. Safe for threads. */
interface SyncedTable extends AutoCloseable {
  /** Opens an empty table of an engine in a directory. */
  static SyncedTable open(Engine engine, Path directory, Entries entries) throws IOException {
    return switch (engine) {
      case TIDEMARK -> new TidemarkTable(directory, entries);
      case ROCKSDB -> RocksTable.plain(directory, entries);
      case ROCKSDB_OPTIMISTIC -> RocksTable.optimistic(directory, entries);
    };
  }

  /** The engines, as values of a benchmark's parameter. */
  enum Engine {
    TIDEMARK,
    ROCKSDB,
    ROCKSDB_OPTIMISTIC
  }

  /** Sets the key of an entry to its replacement, as a commit of its own. */
  void put(int index);

  /** Whether the key of an entry has its replacement. */
  boolean holds(int index);

  /** How often the engine has synced its log, as it counts itself. */
  long syncs();

  @Override
  void close();
}
