package dev.tidemark.storage;

import dev.tidemark.index.IndexFeed;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The partitions of one run, and when it exists. A scope keeps it, so that finding a partition
 * costs no look-up.
 */
public final class RunPartitions {
  private static final long NEVER = Long.MAX_VALUE;

  private final RunId run;
  private final MultiVersionMap map;
  private volatile Partition[] partitions = {};

  /** The first version with the run, and the first without it again. */
  private volatile long begin;

  private volatile long end = NEVER;

  /** Read and written by several threads without order: any of its values will do. */
  private Vetted vetted;

  /** A state of an entry that was looked into and found right, so that it need not be again. */
  public record Vetted(Partition partition, Entry entry, Version state) {}

  RunPartitions(RunId run, MultiVersionMap map) {
    this.run = run;
    this.map = map;
    this.begin = run.equals(RunId.GLOBAL) ? 0 : NEVER;
  }

  public RunId run() {
    return run;
  }

  /** Whether a view of a version that is not below the horizon sees the run. I8 */
  public boolean existsAt(long version) {
    return begin <= version && version < end;
  }

  /** The first version that no longer has the run. */
  long end() {
    return end;
  }

  /** Whether the run was deleted, so that all its entries go by that. */
  boolean hasEnded() {
    return end != NEVER;
  }

  /** Told of each new state of the run's own entries, before any view sees it. */
  void recorded(byte[] key, Version state) {
    if (!Arrays.equals(key, RunRecord.status())) {
      return;
    } else if (state.value() == null) {
      endAt(state.version());
    } else if (begin == NEVER) {
      begin = state.version();
      map.begun(this);
    }
  }

  /** Hides the run from a version on, and has it removed once every view is there. */
  private void endAt(long version) {
    end = version;
    map.sweeper().ended(this);
  }

  /** Ends the run at once if it has not begun; for recovery, where nobody can complete it. */
  void endUnlessBegun() {
    if (begin == NEVER && end == NEVER) {
      endAt(0);
    }
  }

  /** Lets go of the run, which has lost its entries. */
  void release() {
    for (Partition partition : partitions) {
      partition.abandonFeed();
    }
    partitions = new Partition[0];
    map.released(this);
  }

  /** The partition of a key space, or null if nothing is there. */
  public Partition find(KeySpace space) {
    int id = space.id();
    for (Partition partition : partitions) {
      if (partition.id() == id) {
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

  /**
   * Gives up a partition that holds nothing any more, with its index; what is written later makes
   * another. The engine's own is kept, which others hold on to.
   */
  void retire(Partition empty) {
    if (remove(empty)) {
      empty.abandonFeed(); // Which may wait for whoever is taking something in.
    }
  }

  private synchronized boolean remove(Partition empty) {
    if (empty.space().id() == KeySpace.RUN.id() || !empty.tryRetire()) {
      return false;
    }
    partitions = Arrays.stream(partitions).filter(each -> each != empty).toArray(Partition[]::new);
    return true;
  }

  /** The key spaces that hold something some view sees, and perhaps others, by their ids. */
  public List<KeySpace> spaces() {
    return Arrays.stream(partitions)
        .map(Partition::space)
        .sorted(Comparator.comparingInt(KeySpace::id))
        .toList();
  }

  /** What was found right last, or null. */
  public Vetted vetted() {
    return vetted;
  }

  public void vetted(Vetted found) {
    vetted = found;
  }

  /** The partitions there are now; not to be changed. */
  public Partition[] all() {
    return partitions;
  }

  private synchronized Partition create(KeySpace space) {
    Partition partition = find(space);
    if (partition == null) {
      IndexFeed feed = map.feedFor(run, space);
      partition = new Partition(this, space, feed, map.sweeper(), map.isBeingFilled());
      Partition[] more = Arrays.copyOf(partitions, partitions.length + 1);
      more[more.length - 1] = partition;
      partitions = more;
    }
    return partition;
  }
}
