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

  private final Object feeding = new Object();
  private final int dimension;
  private KeyTable newest = new KeyTable();
  private volatile Columns<M> columns = new Columns<>(SMALLEST_CAPACITY);

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
      return endNewest(key, version);
    }
  }

  /** Forgets the rows that died at or before {@code horizon}; no older view may be read again. */
  public void compact(long horizon) {
    synchronized (feeding) {
      Columns<M> rest = columns.without(horizon, SMALLEST_CAPACITY);
      KeyTable table = new KeyTable();
      for (int row = 0; row < rest.size(); row++) {
        table.put(row, rest.keys);
      }
      newest = table;
      columns = rest;
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
      for (int row = 0; row < columns.size(); row++) {
        check(columns.born(row) < columns.died(row), "row %d died before its birth", row);
        int last = newest.find(columns.keys[row], columns.keys);
        check(last >= row, "row %d is newer than its key's newest row", row);
        check(last == row || !columns.isLive(row), "row %d lives beside a newer one", row);
      }
    }
  }

  private static void check(boolean holds, String complaint, int row) {
    if (!holds) {
      throw new AssertionError(complaint.formatted(row));
    }
  }
}
