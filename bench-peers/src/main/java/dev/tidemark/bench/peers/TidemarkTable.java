package dev.tidemark.bench.peers;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import java.nio.file.Path;
import java.util.Optional;

/** This engine, strict: one key-value store that all threads share. */
final class TidemarkTable implements SyncedTable {
  private final KVStore kv = new KVStore();
  private final Database database;
  private final Scope scope;
  private final Entries entries;

  TidemarkTable(Path directory, Entries entries) {
    this.database =
        Database.open(directory, DatabaseOptions.defaults().durability(Durability.strict()));
    this.scope = database.global();
    this.entries = entries;
    ForkReport.current().durability(database.stats().durability());
  }

  @Override
  public void put(int index) {
    kv.put(scope, entries.key(index), entries.replacement(index));
  }

  @Override
  public boolean holds(int index) {
    return kv.get(scope, entries.key(index)).equals(Optional.of(entries.replacement(index)));
  }

  @Override
  public long syncs() {
    return database.stats().log().syncs();
  }

  @Override
  public void close() {
    database.close();
  }
}
