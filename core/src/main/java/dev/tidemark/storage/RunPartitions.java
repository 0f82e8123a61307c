package dev.tidemark.storage;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.util.Arrays;

/** The partitions of one run. A scope keeps it, so that finding a partition costs no look-up. */
public final class RunPartitions {
  private final RunId run;
  private final IndexProviders indexes;
  private final Sweeper sweeper;
  private volatile Partition[] partitions = {};

  /** Read and written by several threads without order: any of its values will do. */
  private Vetted vetted;

  /** A state of an entry that was looked into and found right, so that it need not be again. */
  public record Vetted(Partition partition, Entry entry, Version state) {}

  RunPartitions(RunId run, IndexProviders indexes, Sweeper sweeper) {
    this.run = run;
    this.indexes = indexes;
    this.sweeper = sweeper;
  }

  public RunId run() {
    return run;
  }

  /** The partition of a key space, or null if nothing was ever written there. */
  public Partition find(KeySpace space) {
    int id = space.id();
    for (Partition partition : partitions) {
      if (partition.space().id() == id) {
        return partition;
      }
    }
    return null;
  }

  /** The partition of a key space, made if there is none. */
  public Partition get(KeySpace space) {
    Partition partition = find(space);
    return partition != null ? partition : create(space);
  }

  /** What was found right last, or null. */
  public Vetted vetted() {
    return vetted;
  }

  public void vetted(Vetted found) {
    vetted = found;
  }

  Partition[] all() {
    return partitions;
  }

  private synchronized Partition create(KeySpace space) {
    Partition partition = find(space);
    if (partition == null) {
      partition = new Partition(run, space, indexes.feedFor(run, space), sweeper);
      Partition[] more = Arrays.copyOf(partitions, partitions.length + 1);
      more[more.length - 1] = partition;
      partitions = more;
    }
    return partition;
  }
}
