package dev.tidemark.transaction;

import dev.tidemark.storage.Partition;
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
 * What a transaction writes, one write per key, in key order. A sorted array while it is small,
 * whose cells are used again after {@link #clear}; a tree from then on.
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

  /** Null while everything fits into the cells. */
  private TreeMap<Key, PendingWrite> tree;

  /** The tree's writes in order, null if it has changed since. */
  private PendingWrite[] treeInOrder;

  int size() {
    return tree == null ? size : tree.size();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  /** The write of a key, or null. */
  PendingWrite find(Key key) {
    if (tree != null) {
      return tree.get(key);
    }
    int at = indexOf(key);
    return at < 0 ? null : cells[at];
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
    int at = indexOf(from);
    int next = at < 0 ? -at - 1 : at;
    return next < size ? cells[next] : null;
  }

  private PendingWrite lower(Key to) {
    if (tree != null) {
      Map.Entry<Key, PendingWrite> lower = tree.lowerEntry(to);
      return lower == null ? null : lower.getValue();
    }
    int at = indexOf(to);
    int end = at < 0 ? -at - 1 : at;
    return end == 0 ? null : cells[end - 1];
  }

  /** Adds the write of a key that has none. */
  PendingWrite add(Partition partition, Mutation mutation) {
    if (tree == null && size == SMALL) {
      growIntoTree();
    }
    if (tree != null) {
      PendingWrite write = new PendingWrite();
      write.set(partition, mutation);
      tree.put(mutation.key(), write);
      treeInOrder = null;
      return write;
    }
    PendingWrite write = insert(-indexOf(mutation.key()) - 1);
    write.set(partition, mutation);
    return write;
  }

  /** Makes room at a place, with the spare cell behind the last. */
  private PendingWrite insert(int at) {
    PendingWrite spare = cells[size] == null ? new PendingWrite() : cells[size];
    System.arraycopy(cells, at, cells, at + 1, size - at);
    cells[at] = spare;
    size++;
    return spare;
  }

  private void growIntoTree() {
    tree = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      tree.put(cells[i].mutation().key(), cells[i]);
      cells[i] = null;
    }
    size = 0;
  }

  /** The index of a key's write, or minus one minus the index where it would be. */
  private int indexOf(Key key) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = cells[middle].mutation().key().compareTo(key);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -low - 1;
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

  private PendingWrite[] inOrder() {
    if (tree == null) {
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
    for (int i = 0; i < size; i++) {
      cells[i].clear();
    }
    size = 0;
    tree = null;
    treeInOrder = null;
  }
}
