package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.MeasuredVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a table, column by column, written by one thread at a time and read by any.
 *
 * <p>A row is filled in before {@link #size} is raised over it and never changes afterwards, except
 * for its death, which readers may miss: a row dies at a version that is newer than every view
 * being read, so that view sees the row either way.
 */
final class Columns<M> {
  static final long LIVE = Long.MAX_VALUE;

  /** When rows died that are there in name only; no version is as low. */
  static final long GONE = 0;

  private static final VarHandle DIED = MethodHandles.arrayElementVarHandle(long[].class);

  final float[][] vectors;
  final float[] inverseNorms;
  final byte[][] keys;
  private final M[] metadata;
  private final long[] born;
  private final long[] died;
  private volatile int size;
  private boolean hasWide;

  Columns(int capacity) {
    this(
        new float[capacity][],
        new float[capacity],
        new byte[capacity][],
        newMetadata(capacity),
        new long[capacity],
        new long[capacity]);
  }

  private Columns(
      float[][] vectors,
      float[] inverseNorms,
      byte[][] keys,
      M[] metadata,
      long[] born,
      long[] died) {
    this.vectors = vectors;
    this.inverseNorms = inverseNorms;
    this.keys = keys;
    this.metadata = metadata;
    this.born = born;
    this.died = died;
  }

  @SuppressWarnings("unchecked") // the array never leaves this class
  private static <M> M[] newMetadata(int capacity) {
    return (M[]) new Object[capacity];
  }

  /** Rows that may be read; taken before any row is. */
  int size() {
    return size;
  }

  int capacity() {
    return keys.length;
  }

  boolean isFull() {
    return size == keys.length;
  }

  /** Whether some of the rows counted by a {@link #size} read before is wide. */
  boolean hasWide() {
    return hasWide;
  }

  M metadata(int row) {
    return metadata[row];
  }

  long born(int row) {
    return born[row];
  }

  long died(int row) {
    return (long) DIED.getOpaque(died, row);
  }

  boolean isLive(int row) {
    return died(row) == LIVE;
  }

  boolean isVisible(int row, long view) {
    return born[row] <= view && view < died(row);
  }

  int countVisible(long view) {
    int count = 0;
    for (int row = 0; row < size; row++) {
      count += isVisible(row, view) ? 1 : 0;
    }
    return count;
  }

  /** The last row of a key before the given one, or -1. */
  int rowBefore(int row, byte[] key) {
    int before = row - 1;
    while (before >= 0 && !Arrays.equals(keys[before], key)) {
      before--;
    }
    return before;
  }

  void kill(int row, long version) {
    DIED.setOpaque(died, row, version);
  }

  int append(byte[] key, MeasuredVector vector, M data, long version) {
    int row = size;
    vectors[row] = vector.values();
    inverseNorms[row] = vector.inverseNorm();
    keys[row] = key;
    metadata[row] = data;
    born[row] = version;
    died[row] = LIVE;
    publish(row);
    return row;
  }

  /** These rows with room for as many again; deaths are recorded in the result only. */
  Columns<M> grown() {
    int capacity = Math.addExact(keys.length, keys.length);
    Columns<M> larger =
        new Columns<>(
            Arrays.copyOf(vectors, capacity),
            Arrays.copyOf(inverseNorms, capacity),
            Arrays.copyOf(keys, capacity),
            Arrays.copyOf(metadata, capacity),
            Arrays.copyOf(born, capacity),
            Arrays.copyOf(died, capacity));
    larger.hasWide = hasWide;
    larger.size = size;
    return larger;
  }

  /** The rows that a view of {@code horizon} or later can see, in the same order. */
  Columns<M> without(long horizon, int smallestCapacity) {
    Columns<M> rest = new Columns<>(Math.max(countDiedAfter(horizon), smallestCapacity));
    for (int row = 0; row < size; row++) {
      if (died[row] > horizon) {
        rest.copyFrom(this, row);
      }
    }
    return rest;
  }

  /** Whether a row was born before another, or by the same commit and has the lower key. */
  boolean precedes(int row, int other) {
    return born[row] != born[other]
        ? born[row] < born[other]
        : Arrays.compareUnsigned(keys[row], keys[other]) < 0;
  }

  /** These rows by birth and key; this very object if they are in that order. */
  Columns<M> inOrder() {
    boolean ordered = true;
    for (int row = 1; row < size && ordered; row++) {
      ordered = !precedes(row, row - 1);
    }
    if (ordered) {
      return this;
    }
    Columns<M> sorted = new Columns<>(keys.length);
    for (int row : sorted(this, IntStream.range(0, size).toArray())) {
      sorted.copyFrom(this, row);
    }
    return sorted;
  }

  /** Some rows by birth and key. */
  static int[] sorted(Columns<?> columns, int[] rows) {
    for (int i = 1; i < rows.length; i++) {
      if (columns.precedes(rows[i], rows[i - 1])) {
        return Arrays.stream(rows)
            .boxed()
            .sorted((a, b) -> columns.precedes(a, b) ? -1 : columns.precedes(b, a) ? 1 : 0)
            .mapToInt(row -> row)
            .toArray();
      }
    }
    return rows;
  }

  /** How the birth and key of a row compare to others. */
  int compare(int row, long otherBorn, byte[] otherKey) {
    return born[row] != otherBorn
        ? Long.compare(born[row], otherBorn)
        : Arrays.compareUnsigned(keys[row], otherKey);
  }

  /** Adds a row of another table. */
  int appendFrom(Columns<M> other, int row) {
    copyFrom(other, row);
    return size - 1;
  }

  /** Adds a row that was never live and has no vector; to be taken out before any is read. */
  int appendGone(byte[] key, long version) {
    int row = size;
    keys[row] = key;
    born[row] = version;
    died[row] = GONE;
    publish(row);
    return row;
  }

  private int countDiedAfter(long horizon) {
    int count = 0;
    for (int row = 0; row < size; row++) {
      if (died[row] > horizon) {
        count++;
      }
    }
    return count;
  }

  private void copyFrom(Columns<M> other, int row) {
    int copy = size;
    vectors[copy] = other.vectors[row];
    inverseNorms[copy] = other.inverseNorms[row];
    keys[copy] = other.keys[row];
    metadata[copy] = other.metadata[row];
    born[copy] = other.born[row];
    died[copy] = other.died[row];
    publish(copy);
  }

  private void publish(int row) {
    if (MeasuredVector.isWide(inverseNorms[row])) {
      hasWide = true;
    }
    size = row + 1;
  }
}
