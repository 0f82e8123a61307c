package dev.tidemark.vector.index;

import java.util.Arrays;

/**
 * Finds the newest row of a key: open addressing over row numbers, the keys themselves staying in
 * the table's column. A key is never taken out; its slot then leads to its last, dead row.
 */
final class KeyTable {
  private static final int EMPTY = -1;
  private static final int SMALLEST = 16;

  private int[] slots = emptySlots(SMALLEST);
  private int used;

  /** The row last put for {@code key}, or -1. */
  int find(byte[] key, byte[][] keys) {
    return slots[slotOf(key, keys)];
  }

  /** Makes {@code row} the newest row of its key. */
  void put(int row, byte[][] keys) {
    int slot = slotOf(keys[row], keys);
    if (slots[slot] == EMPTY) {
      used++;
    }
    slots[slot] = row;
    if (used > slots.length / 2) {
      grow(keys);
    }
  }

  private void grow(byte[][] keys) {
    int[] old = slots;
    slots = emptySlots(2 * old.length);
    for (int row : old) {
      if (row != EMPTY) {
        slots[slotOf(keys[row], keys)] = row;
      }
    }
  }

  private int slotOf(byte[] key, byte[][] keys) {
    int mask = slots.length - 1;
    int slot = spread(Arrays.hashCode(key)) & mask;
    while (slots[slot] != EMPTY && !Arrays.equals(keys[slots[slot]], key)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  // Array hashes of numbered keys differ in their low bits only; probing needs them apart.
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  private static int[] emptySlots(int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, EMPTY);
    return slots;
  }
}
