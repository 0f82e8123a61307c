package dev.tidemark.bench.peers;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.types.Durability;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.OptimisticTransactionDB;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.Transaction;
import org.rocksdb.WriteOptions;

/** RocksDB with its defaults, each write synced. */
final class RocksTable implements SyncedTable {
  private final Statistics statistics = new Statistics();
  private final Options options = new Options().setCreateIfMissing(true).setStatistics(statistics);
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final Entries entries;
  private final byte[][] values;
  private final RocksDB database;
  private final Write write;

  /** One commit. */
  @FunctionalInterface
  private interface Write {
    void put(byte[] key, byte[] value) throws RocksDBException;
  }

  /** Puts into the database. */
  static RocksTable plain(Path directory, Entries entries) throws IOException {
    return new RocksTable(directory, entries, false);
  }

  /** Puts by transactions that find conflicts when they commit. */
  static RocksTable optimistic(Path directory, Entries entries) throws IOException {
    return new RocksTable(directory, entries, true);
  }

  private RocksTable(Path directory, Entries entries, boolean optimistic) throws IOException {
    this.entries = entries;
    this.values = new byte[entries.count()][];
    Arrays.setAll(values, i -> bytes(entries.replacement(i)));
    try {
      if (optimistic) {
        OptimisticTransactionDB transactions =
            OptimisticTransactionDB.open(options, directory.toString());
        this.database = transactions;
        this.write = (key, value) -> commit(transactions, key, value);
      } else {
        RocksDB plain = RocksDB.open(options, directory.toString());
        this.database = plain;
        this.write = (key, value) -> plain.put(synced, key, value);
      }
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
    ForkReport.current().durability(Durability.strict());
  }

  private static byte[] bytes(Value value) {
    return ((Value.StringValue) value).value().getBytes(StandardCharsets.UTF_8);
  }

  /** Commits, again after a conflict, which RocksDB also reports for other keys of one stripe. */
  private void commit(OptimisticTransactionDB transactions, byte[] key, byte[] value)
      throws RocksDBException {
    boolean committed = false;
    while (!committed) {
      try (Transaction transaction = transactions.beginTransaction(synced)) {
        transaction.put(key, value);
        transaction.commit();
        committed = true;
      } catch (RocksDBException e) {
        if (e.getStatus().getCode() != Status.Code.Busy) {
          throw e;
        }
      }
    }
  }

  @Override
  public void put(int index) {
    try {
      write.put(entries.encoded(index), values[index]);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean holds(int index) {
    try {
      return Arrays.equals(values[index], database.get(entries.encoded(index)));
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long syncs() {
    return statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
  }

  @Override
  public void close() {
    database.close();
    synced.close();
    options.close();
    statistics.close();
  }
}
