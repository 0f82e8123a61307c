package dev.tidemark.vector.index;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import java.util.List;
import java.util.function.Predicate;

/**
 * Every row of one collection that a live view may see, for exact search at a view.
 *
 * <p>Feeding ({@link #append}, {@link #remove}, {@link #compact}) takes a lock; searching takes
 * none. A search at view v is right if everything up to v was fed before it began; what is fed
 * meanwhile must be newer than v. Rows of one key are fed in the order of their versions; different
 * keys need not be.
 *
 * @param <M> what is stored with a row and given to the filter
 */
public final class RowTable<M> {
  /** The version of a hit that the searching transaction has not committed yet. */
  public static final long PENDING = -1;

  private static final int SMALLEST_CAPACITY = 16;

  /** Dead rows not worth a compaction beside living ones. */
  private static final int FEW = 256;

  private static final long NEVER = Long.MAX_VALUE;

  private final Object feeding = new Object();
  private final int dimension;
  private KeyTable newest = new KeyTable();
  private volatile Columns<M> columns = new Columns<>(SMALLEST_CAPACITY);
  private int live;
  private long newestChange;
  private long compactAt = NEVER;

  /** An empty table of vectors of {@code dimension} values. */
  public RowTable(int dimension) {
    this.dimension = dimension;
  }

  /**
   * Adds a row born at {@code version}; the key's row before it, if it lives, dies then. The arrays
   * are kept, not copied.
   *
   * @throws IllegalArgumentException if the vector has another dimension, or the key's newest row
   *     is not older than {@code version}
   */
  public void append(byte[] key, MeasuredVector vector, M metadata, long version) {
    requireDimension(vector);
    synchronized (feeding) {
      endNewest(key, version);
      if (columns.isFull()) {
        columns = columns.grown();
      }
      newest.put(columns.append(key, vector, metadata, version), columns.keys);
      live++;
      changed(version);
    }
  }

  /**
   * Ends the key's row at {@code version}.
   *
   * @return false if no row of the key was live
   * @throws IllegalArgumentException if the key's newest row is not older than {@code version}
   */
  public boolean remove(byte[] key, long version) {
    synchronized (feeding) {
      boolean ended = endNewest(key, version);
      if (ended) {
        changed(version);
      }
      return ended;
    }
  }

  /** Whether so many rows are dead that a {@link #forgetBefore} will compact the table. */
  public boolean isCrowded() {
    synchronized (feeding) {
      return compactAt != NEVER;
    }
  }

  /**
   * Forgets the dead rows that made the table crowded, once no view sees any of them: in sum, each
   * row fed pays for a few rows copied. No view older than {@code horizon} may be read again.
   */
  public void forgetBefore(long horizon) {
    synchronized (feeding) {
      if (horizon >= compactAt) {
        compact(horizon);
      }
    }
  }

  /** Forgets the rows that died at or before {@code horizon}; no older view may be read again. */
  void compact(long horizon) {
    synchronized (feeding) {
      Columns<M> rest = columns.without(horizon, SMALLEST_CAPACITY);
      KeyTable table = new KeyTable();
      for (int row = 0; row < rest.size(); row++) {
        table.put(row, rest.keys);
      }
      newest = table;
      columns = rest;
      compactAt = NEVER;
      noteCrowding();
    }
  }

  /** Rows held, dead ones included. */
  public int size() {
    return columns.size();
  }

  /**
   * Exactly the best {@code k} of the rows that {@code view} sees and {@code filter} takes, the
   * rows of {@code overlay} in place of the committed rows of the same keys; all, if there are
   * fewer. Best first: score down, then key bytes up.
   *
   * @throws InvalidArgumentException if {@code k} is negative
   */
  public List<Hit<M>> search(
      Scorer scorer, int k, long view, Predicate<? super M> filter, Overlay<M> overlay) {
    if (k < 0) {
      throw new InvalidArgumentException("k is %d; pass 0 or more".formatted(k));
    }
    if (k == 0) {
      return List.of();
    }
    return new ExactScan<>(columns, scorer, view, filter, overlay, k).run();
  }

  /**
   * How many rows {@code view} sees, the rows of {@code overlay} in place of the committed rows of
   * the same keys.
   */
  public int count(long view, Overlay<M> overlay) {
    synchronized (feeding) {
      int committed = view >= newestChange ? live : columns.countVisible(view);
      return committed + overlay.countChange(key -> sees(key, view));
    }
  }

  private boolean sees(byte[] key, long view) {
    int row = newest.find(key, columns.keys);
    while (row >= 0 && columns.born(row) > view) {
      row = columns.rowBefore(row, key);
    }
    return row >= 0 && columns.isVisible(row, view);
  }

  private void changed(long version) {
    newestChange = Math.max(newestChange, version);
    if (compactAt == NEVER) {
      noteCrowding();
    }
  }

  private void noteCrowding() {
    int rows = columns.size();
    int dead = rows - live;
    if (dead > 0 && (live == 0 || dead > rows / 2 + FEW)) {
      compactAt = newestChange;
    }
  }

  private boolean endNewest(byte[] key, long version) {
    int row = newest.find(key, columns.keys);
    if (row < 0) {
      return false;
    }
    boolean wasLive = columns.isLive(row);
    long last = wasLive ? columns.born(row) : columns.died(row);
    if (last >= version) {
      throw new IllegalArgumentException(
          "Version %d of a row comes after version %d; feed a key's versions in order"
              .formatted(version, last));
    }
    if (wasLive) {
      columns.kill(row, version);
      live--;
    }
    return wasLive;
  }

  private void requireDimension(MeasuredVector vector) {
    if (vector.values().length != dimension) {
      throw new IllegalArgumentException(
          "The vector has %d values, the table's dimension is %d"
              .formatted(vector.values().length, dimension));
    }
  }

  /** Throws an AssertionError unless every key has at most one live row, its newest. */
  void checkInvariants() {
    synchronized (feeding) {
      int living = 0;
      for (int row = 0; row < columns.size(); row++) {
        check(columns.born(row) < columns.died(row), "row %d died before its birth", row);
        int last = newest.find(columns.keys[row], columns.keys);
        check(last >= row, "row %d is newer than its key's newest row", row);
        check(last == row || !columns.isLive(row), "row %d lives beside a newer one", row);
        living += columns.isLive(row) ? 1 : 0;
      }
      check(living == live, "%d rows live, another number was counted", living);
    }
  }

  private static void check(boolean holds, String complaint, int number) {
    if (!holds) {
      throw new AssertionError(complaint.formatted(number));
    }
  }
}
