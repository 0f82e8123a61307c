package dev.tidemark.types;

import java.util.Objects;

/**
 * A value that holds others. It keeps what it measures, so that whoever changes a part of it, or
 * checks it against a limit, does not walk the rest. One that was decoded measures itself when it
 * is first asked: mostly nobody does. If several threads ask, they find the same.
 */
abstract sealed class Container implements Value permits Value.ListValue, Value.MapValue {
  private static final int WIDTH_BITS = 24;
  private static final int MOST_WIDTH = (1 << WIDTH_BITS) - 1;

  /**
   * The depth, and in the lower bits the widest; one number keeps every container small. As the
   * other two, 0 if it is not measured yet.
   */
  private int shape;

  private int encodedBytes;
  private int heapBytes;

  /** A container that is measured when it is first asked. */
  Container() {}

  /** Measures this container, by {@link #measure(Value[], long, long)}. */
  abstract void measure();

  /**
   * Measures this container.
   *
   * @param ownEncoded bytes of its encoding, without the parts
   * @param ownHeap bytes on the heap, without the parts
   */
  final void measure(Value[] parts, long ownEncoded, long ownHeap) {
    long encoded = ownEncoded;
    long heap = ownHeap;
    for (Value part : parts) {
      encoded += Objects.requireNonNull(part, "value").encodedBytes();
      heap += HeapSize.of(part);
    }
    this.shape = shapeOver(parts);
    this.encodedBytes = requireInt(encoded);
    this.heapBytes = (int) Math.min(heap, Integer.MAX_VALUE);
  }

  /**
   * A container that was made from another.
   *
   * @param removed the part that is no longer there, or null
   * @param added the part that is new, or null
   * @param parts all there are now
   * @param moreEncoded bytes its encoding has more, the parts left out
   * @param moreHeap bytes it has more on the heap, the parts left out
   */
  Container(
      Container before,
      Value removed,
      Value added,
      Value[] parts,
      long moreEncoded,
      long moreHeap) {
    long encoded = before.encodedBytes() + moreEncoded;
    long heap = before.heapBytes() + moreHeap;
    if (removed != null) {
      encoded -= removed.encodedBytes();
      heap -= HeapSize.of(removed);
    }
    if (added != null) {
      encoded += added.encodedBytes();
      heap += HeapSize.of(added);
    }
    this.shape = before.shapeAfter(removed, added, parts);
    this.encodedBytes = requireInt(encoded);
    this.heapBytes = (int) Math.min(heap, Integer.MAX_VALUE);
  }

  private static int requireInt(long encoded) {
    if (encoded > Integer.MAX_VALUE) {
      throw new LimitExceededException(
          "a value in encoded bytes", Integer.MAX_VALUE, encoded, "split it over several entries");
    }
    return (int) encoded;
  }

  private int shapeAfter(Value removed, Value added, Value[] parts) {
    if (added == null || (removed != null && mayShrink(removed, added))) {
      return shapeOver(parts);
    }
    return shape(
        Math.max(added.depth() + 1, depth()),
        Math.max(added.widest(), Math.max(widest(), parts.length)));
  }

  /** Whether this container may owe its depth or width to a part that is replaced by a lesser. */
  private boolean mayShrink(Value removed, Value added) {
    return (removed.depth() > added.depth() && removed.depth() + 1 == depth())
        || (removed.widest() > added.widest() && removed.widest() == widest());
  }

  private static int shapeOver(Value[] parts) {
    int deepest = 0;
    int widest = parts.length;
    for (Value part : parts) {
      deepest = Math.max(deepest, part.depth());
      widest = Math.max(widest, part.widest());
    }
    return shape(deepest + 1, widest);
  }

  private static int shape(int depth, int widest) {
    if (depth > MAX_DEPTH) {
      throw new LimitExceededException(
          "nesting of a value", MAX_DEPTH, depth, "flatten it or split it over entries");
    }
    return depth << WIDTH_BITS | Math.min(widest, MOST_WIDTH);
  }

  private int shape() {
    int measured = shape;
    if (measured == 0) {
      measure();
      measured = shape;
    }
    return measured;
  }

  @Override
  public int depth() {
    return shape() >>> WIDTH_BITS;
  }

  @Override
  public int widest() {
    return shape() & MOST_WIDTH;
  }

  @Override
  public int encodedBytes() {
    int measured = encodedBytes;
    if (measured == 0) {
      measure();
      measured = encodedBytes;
    }
    return measured;
  }

  /** Estimated bytes on the heap, with all it holds. */
  int heapBytes() {
    int measured = heapBytes;
    if (measured == 0) {
      measure();
      measured = heapBytes;
    }
    return measured;
  }
}
