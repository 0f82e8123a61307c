package dev.tidemark.vector.index;

import java.util.ArrayList;
import java.util.List;

/**
 * The best k of the hits offered: a heap with the worst kept hit at its root. The order is total
 * (score down, then key bytes up, keys being distinct), so the result does not depend on the order
 * of the offers.
 */
final class TopK<M> {
  private final int capacity;
  private final List<Hit<M>> heap;

  /** Keeps up to {@code capacity} hits, at least one. */
  TopK(int capacity) {
    assert capacity > 0;
    this.capacity = capacity;
    this.heap = new ArrayList<>();
  }

  /** The score that a further hit must at least have; negative infinity while there is room. */
  float threshold() {
    return isFull() ? heap.get(0).score() : Float.NEGATIVE_INFINITY;
  }

  /** Whether a hit of this score and key would be kept. */
  boolean admits(float score, byte[] key) {
    return !isFull() || heap.get(0).isAfter(score, key);
  }

  /** Keeps a hit that {@link #admits} let in, in place of the worst if there is no room. */
  void add(Hit<M> hit) {
    assert admits(hit.score(), hit.key());
    if (isFull()) {
      siftDown(hit, 0, capacity);
    } else {
      heap.add(hit);
      siftUp(hit);
    }
  }

  /** Empties the heap and returns what was kept, best first. */
  List<Hit<M>> drain() {
    for (int size = heap.size() - 1; size > 0; size--) {
      Hit<M> worst = heap.get(0);
      siftDown(heap.get(size), 0, size);
      heap.set(size, worst);
    }
    List<Hit<M>> bestFirst = List.copyOf(heap);
    heap.clear();
    return bestFirst;
  }

  private boolean isFull() {
    return heap.size() == capacity;
  }

  private void siftUp(Hit<M> hit) {
    int place = heap.size() - 1;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (!hit.isAfter(heap.get(parent))) {
        break;
      }
      heap.set(place, heap.get(parent));
      place = parent;
    }
    heap.set(place, hit);
  }

  private void siftDown(Hit<M> hit, int from, int size) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = worseChild(place, size);
      if (!heap.get(child).isAfter(hit)) {
        break;
      }
      heap.set(place, heap.get(child));
      place = child;
    }
    heap.set(place, hit);
  }

  private int worseChild(int parent, int size) {
    int left = 2 * parent + 1;
    int right = left + 1;
    return right < size && heap.get(right).isAfter(heap.get(left)) ? right : left;
  }
}
