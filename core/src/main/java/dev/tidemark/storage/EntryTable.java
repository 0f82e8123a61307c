package dev.tidemark.storage;

import dev.tidemark.types.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Hash index over entries: open addressing, linear probing, one writer at a time, readers without
 * locks. A removed entry leaves a mark in its slot, over which readers go on; growing or clearing
 * the marks away builds a new array, so that a reader on an old one sees all it held.
 *
 * <p>The hash of a key is that of the equal {@link String} when the key is plain text, ASCII
 * without NUL. The String has it cached: such a look-up neither encodes nor allocates. Any other
 * key has another hash, since a String's is the same for far too many numbers written in bytes.
 */
final class EntryTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL_SLOTS = 16;

  /** The mark. Its hash is not that of the empty key, so that it equals no key. */
  private static final Entry GONE = new Entry(new byte[0], -1, null);

  private volatile Entry[] slots = new Entry[INITIAL_SLOTS];
  private int size;
  private int marks;

  static int hash(byte[] key) {
    int h = 0;
    int notPlain = 0; // Negative if a byte is zero or negative.
    int i = 0;
    // Four at a time, since each step waits for the one before.
    for (; i + 3 < key.length; i += 4) {
      h =
          31 * 31 * 31 * 31 * h
              + 31 * 31 * 31 * key[i]
              + 31 * 31 * key[i + 1]
              + 31 * key[i + 2]
              + key[i + 3];
      notPlain |= (key[i] - 1) | (key[i + 1] - 1) | (key[i + 2] - 1) | (key[i + 3] - 1);
    }
    for (; i < key.length; i++) {
      h = 31 * h + key[i];
      notPlain |= key[i] - 1;
    }
    return spread(notPlain < 0 ? hashOfBytes(key) : h);
  }

  /** Of keys with few bits that differ, few have the same. */
  private static int hashOfBytes(byte[] key) {
    long h = key.length;
    int i = 0;
    for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
      h = mixed(h ^ (long) LONG.get(key, i));
    }
    for (; i < key.length; i++) {
      h = mixed(h ^ key[i]);
    }
    return (int) h;
  }

  /** Brings each bit into the lower half. */
  private static long mixed(long h) {
    long product = h * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> Integer.SIZE);
  }

  /**
   * Murmur3's finaliser: neighbours in value must not be neighbours in the table. The lowest bit
   * stays clear, for an entry to use.
   */
  private static int spread(int h) {
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return (h ^ (h >>> 16)) & ~1;
  }

  private static int home(int hash, int mask) {
    return (hash >>> 1) & mask;
  }

  Entry find(byte[] key) {
    return find(key, hash(key));
  }

  /** As {@link #find(byte[])}, with the key's hash. */
  Entry find(byte[] key, int hash) {
    Entry[] table = slots;
    int mask = table.length - 1;
    for (int i = home(hash, mask); ; i = (i + 1) & mask) {
      Entry entry = (Entry) SLOT.getAcquire(table, i);
      if (entry == null || (entry.hash() == hash && Arrays.equals(entry.key(), key))) {
        return entry;
      }
    }
  }

  Entry find(String key) {
    int hash = spread(key.hashCode());
    Entry[] table = slots;
    int mask = table.length - 1;
    for (int i = home(hash, mask); ; i = (i + 1) & mask) {
      Entry entry = (Entry) SLOT.getAcquire(table, i);
      if (entry == null) {
        return isPlain(key) ? null : find(Utf8.encode(key, "key"));
      }
      if (entry.hash() == hash && equalsAscii(entry.key(), key)) {
        return entry;
      }
    }
  }

  private static boolean equalsAscii(byte[] bytes, String text) {
    if (bytes.length != text.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      // A byte of a longer sequence is negative and equals no char.
      if (bytes[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80 || text.charAt(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Adds an entry whose key is not there; the caller excludes other writers. */
  void add(Entry entry) {
    if ((size + marks + 1) * 5L > slots.length * 3L) {
      rebuild();
    }
    insert(slots, entry);
    size++;
  }

  /** Removes an entry that is there; the caller excludes other writers. */
  void remove(Entry entry) {
    Entry[] table = slots;
    int mask = table.length - 1;
    int i = home(entry.hash(), mask);
    while (table[i] != entry) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(table, i, GONE);
    size--;
    marks++;
    clearMarksBefore(table, (i + 1) & mask);
    if (table.length > INITIAL_SLOTS && size < table.length / 16) {
      rebuild();
    }
  }

  /** Marks with no entry behind them lead nobody on. */
  private void clearMarksBefore(Entry[] table, int next) {
    int mask = table.length - 1;
    if (table[next] == null) {
      for (int i = (next - 1) & mask; table[i] == GONE; i = (i - 1) & mask) {
        SLOT.setRelease(table, i, null);
        marks--;
      }
    }
  }

  int size() {
    return size;
  }

  int slots() {
    return slots.length;
  }

  /** Slots a search for this entry, which is there, looks at. */
  int probes(Entry entry) {
    Entry[] table = slots;
    int mask = table.length - 1;
    int home = home(entry.hash(), mask);
    int probes = 1;
    while (table[(home + probes - 1) & mask] != entry) {
      probes++;
    }
    return probes;
  }

  /** A new array without marks, a quarter to half full. */
  private void rebuild() {
    Entry[] old = slots;
    int length = Math.max(INITIAL_SLOTS, Integer.highestOneBit(Math.max(1, size)) * 4);
    Entry[] next = new Entry[length];
    for (Entry entry : old) {
      if (entry != null && entry != GONE) {
        insert(next, entry);
      }
    }
    marks = 0;
    slots = next;
  }

  private static void insert(Entry[] table, Entry entry) {
    int mask = table.length - 1;
    int i = home(entry.hash(), mask);
    while (table[i] != null) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(table, i, entry);
  }
}
