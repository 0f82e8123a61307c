package dev.tidemark.transaction;

import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a transaction writes, one write per key. An array while it is small, sorted by key when
 * somebody asks for the order; a tree from then on.
 */
final class WriteSet implements Iterable<PendingWrite> {
  private static final int SMALL = 32;

  /** Above every user key that a commit accepts. */
  private static final byte[] ABOVE_ALL = new byte[Limits.defaults().encodedKeyBytes() + 1];

  static {
    Arrays.fill(ABOVE_ALL, (byte) 0xFF);
  }

  private final PendingWrite[] cells = new PendingWrite[SMALL];
  private final List<Mutation> mutations = new Mutations();
  private int size;

  /** How many cells, from the first on, are in order. */
  private int sorted;

  /** A bit for each hash among the cells: most keys asked for are in none. */
  private long hashes;

  /** Null while everything fits into the cells. */
  private TreeMap<Key, PendingWrite> tree;

  /** The tree's writes in order, null if it has changed since. */
  private PendingWrite[] treeInOrder;

  int size() {
    return tree == null ? size : tree.size();
  }

  boolean isEmpty() {
    return size == 0 && (tree == null || tree.isEmpty());
  }

  /**
   * The write of a key, or null.
   *
   * @param hash of the key, as {@link PendingWrite} has it
   */
  PendingWrite find(RunId run, KeySpace space, byte[] user, int hash) {
    if (tree != null) {
      return tree.get(new Key(run, space, user));
    } else if ((hashes & bit(hash)) != 0) {
      for (int i = 0; i < size; i++) {
        if (cells[i].hash() == hash && isOf(cells[i].mutation().key(), run, space, user)) {
          return cells[i];
        }
      }
    }
    return null;
  }

  private static boolean isOf(Key key, RunId run, KeySpace space, byte[] user) {
    return Arrays.equals(key.user(), user)
        && key.space().id() == space.id()
        && key.run().equals(run);
  }

  private static long bit(int hash) {
    return 1L << (hash >>> 1);
  }

  /** The first write in a range of one key space, or null. */
  PendingWrite first(RunId run, KeySpace space, KeyRange range) {
    PendingWrite first = ceiling(new Key(run, space, range.from()));
    boolean inside =
        isOf(first, run, space)
            && (range.to() == null
                || Arrays.compareUnsigned(first.mutation().key().user(), range.to()) < 0);
    return inside ? first : null;
  }

  /** The last write in a range of one key space, or null. */
  PendingWrite last(RunId run, KeySpace space, KeyRange range) {
    PendingWrite last = lower(new Key(run, space, range.to() == null ? ABOVE_ALL : range.to()));
    boolean inside =
        isOf(last, run, space)
            && Arrays.compareUnsigned(last.mutation().key().user(), range.from()) >= 0;
    return inside ? last : null;
  }

  private static boolean isOf(PendingWrite write, RunId run, KeySpace space) {
    return write != null
        && write.mutation().key().run().equals(run)
        && write.mutation().key().space().id() == space.id();
  }

  private PendingWrite ceiling(Key from) {
    if (tree != null) {
      Map.Entry<Key, PendingWrite> ceiling = tree.ceilingEntry(from);
      return ceiling == null ? null : ceiling.getValue();
    }
    sort();
    int next = place(from, size);
    return next < size ? cells[next] : null;
  }

  private PendingWrite lower(Key to) {
    if (tree != null) {
      Map.Entry<Key, PendingWrite> lower = tree.lowerEntry(to);
      return lower == null ? null : lower.getValue();
    }
    sort();
    int end = place(to, size);
    return end == 0 ? null : cells[end - 1];
  }

  /** Adds the write of a key that has none. */
  void add(PendingWrite write) {
    if (tree == null && size == SMALL) {
      growIntoTree();
    }
    if (tree != null) {
      tree.put(write.mutation().key(), write);
      treeInOrder = null;
    } else {
      cells[size++] = write;
      hashes |= bit(write.hash());
    }
  }

  /** Forgets a write that was added. */
  void remove(PendingWrite write) {
    if (tree != null) {
      tree.remove(write.mutation().key());
      treeInOrder = null;
      return;
    }
    int at = 0;
    while (cells[at] != write) {
      at++;
    }
    System.arraycopy(cells, at + 1, cells, at, size - at - 1);
    cells[--size] = null;
    sorted = Math.min(sorted, at);
  }

  private void growIntoTree() {
    tree = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      tree.put(cells[i].mutation().key(), cells[i]);
    }
    clearCells();
  }

  private void sort() {
    sorted = Math.max(sorted, Math.min(size, 1));
    for (; sorted < size; sorted++) {
      PendingWrite next = cells[sorted];
      int at = place(next.mutation().key(), sorted);
      System.arraycopy(cells, at, cells, at + 1, sorted - at);
      cells[at] = next;
    }
  }

  /** Where a key is, or would be, among as many cells that are in order. */
  private int place(Key key, int count) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cells[middle].mutation().key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The mutations in key order: a view, valid until the set changes. */
  List<Mutation> mutations() {
    return mutations;
  }

  private final class Mutations extends AbstractList<Mutation> {
    @Override
    public Mutation get(int index) {
      return inOrder()[index].mutation();
    }

    @Override
    public int size() {
      return WriteSet.this.size();
    }
  }

  /** The writes in key order, behind them anything: not to be changed. */
  PendingWrite[] inOrder() {
    if (tree == null) {
      sort();
      return cells;
    }
    if (treeInOrder == null) {
      treeInOrder = tree.values().toArray(PendingWrite[]::new);
    }
    return treeInOrder;
  }

  @Override
  public Iterator<PendingWrite> iterator() {
    PendingWrite[] inOrder = inOrder();
    int count = size();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public PendingWrite next() {
        return inOrder[next++];
      }
    };
  }

  /** Forgets all writes. */
  void clear() {
    clearCells();
    tree = null;
    treeInOrder = null;
  }

  private void clearCells() {
    for (int i = 0; i < size; i++) {
      cells[i] = null;
    }
    size = 0;
    sorted = 0;
    hashes = 0;
  }
}
