package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies a run, as a view sees it, into another by commits of bounded size. The copy has no status,
 * and so does not exist for anybody, until the last commit gives it one. Values are shared.
 */
final class RunFork {
  private static final int MUTATIONS_PER_COMMIT = 1000;
  private static final long BYTES_PER_COMMIT = 1 << 20;

  private final Transactions transactions;
  private final ViewReads view;
  private final RunPartitions source;
  private final RunId target;
  private final List<Mutation> batch = new ArrayList<>();
  private final int maxMutations;
  private final long maxBytes;
  private long bytes;

  /**
   * @param view pinned until the copy is made
   */
  RunFork(Transactions transactions, ViewReads view, RunPartitions source, RunId target) {
    this.transactions = transactions;
    this.view = view;
    this.source = source;
    this.target = target;
    Limits limits = transactions.limits();
    this.maxMutations = Math.min(MUTATIONS_PER_COMMIT, limits.transactionMutations());
    // A text can take more bytes in the log than in memory.
    this.maxBytes = Math.min(BYTES_PER_COMMIT, limits.transactionBytes() / 4);
  }

  RunId copy() {
    RunGuard.requireExistsAt(source, view.version());
    RunInfo info = RunInfo.find(new ViewScope(view, source)).orElseThrow();
    RunInfo.Origin origin = new RunInfo.Origin(source.run(), view.version());
    commit(tx -> Runs.prepareFork(tx, origin));
    try {
      copyEntries();
      commit(tx -> Runs.beginFork(tx, info));
    } catch (Throwable e) {
      discard(e);
      throw e;
    }
    return target;
  }

  private void discard(Throwable cause) {
    try {
      commit(Runs::discard);
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e); // The next open removes what is left.
    }
  }

  private void copyEntries() {
    for (KeySpace space : source.spaces()) {
      if (space.id() != KeySpace.RUN.id()) {
        copy(source.find(space));
      }
    }
    flush();
  }

  private void copy(Partition partition) {
    if (partition == null) {
      return; // It has lost its last entry meanwhile, of which the view had seen the deletion.
    }
    for (Entry entry : partition.entries(KeyRange.all())) {
      Version state = view.at(entry);
      if (view.isLive(state)) {
        Key key = new Key(target, partition.space(), entry.key());
        add(new Mutation.Put(key, state.value(), state.expiresAtMicros()));
      }
    }
  }

  private void add(Mutation.Put put) {
    long more = MultiVersionMap.sizeOf(List.of(put));
    if (batch.size() == maxMutations || (bytes + more > maxBytes && !batch.isEmpty())) {
      flush();
    }
    batch.add(put);
    bytes += more;
  }

  private void flush() {
    if (!batch.isEmpty()) {
      commit(tx -> batch.forEach(put -> tx.transaction().writeUnchecked(tx.partitions(), put)));
    }
    batch.clear();
    bytes = 0;
  }

  private void commit(Consumer<TransactionScope> writes) {
    transactions.alone(
        tx -> {
          writes.accept(tx.in(target));
          return null;
        });
  }
}
