package dev.tidemark.storage;

import dev.tidemark.types.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Hash index over entries: open addressing, linear probing, one writer at a time, readers without
 * locks. Entries are never removed, and growing builds a new array, so that a reader on an old one
 * sees all it held.
 *
 * <p>The hash of a key is that of the equal {@link String} when the key is ASCII, which the String
 * has cached: such a look-up neither encodes nor allocates.
 */
final class EntryTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);
  private static final int INITIAL_SLOTS = 16;

  private volatile Entry[] slots = new Entry[INITIAL_SLOTS];
  private int size;

  static int hash(byte[] key) {
    int h = 0;
    for (byte b : key) {
      h = 31 * h + (b & 0xFF);
    }
    return spread(h);
  }

  /** Murmur3's finaliser: neighbours in value must not be neighbours in the table. */
  private static int spread(int h) {
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  Entry find(byte[] key) {
    int hash = hash(key);
    Entry[] table = slots;
    int mask = table.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
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
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      Entry entry = (Entry) SLOT.getAcquire(table, i);
      if (entry == null) {
        return isAscii(key) ? null : find(Utf8.encode(key, "key"));
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

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Adds an entry whose key is not there; the caller excludes other writers. */
  void add(Entry entry) {
    if ((size + 1) * 5L > slots.length * 3L) {
      grow();
    }
    insert(slots, entry);
    size++;
  }

  int size() {
    return size;
  }

  private void grow() {
    Entry[] old = slots;
    Entry[] larger = new Entry[old.length * 2];
    for (Entry entry : old) {
      if (entry != null) {
        insert(larger, entry);
      }
    }
    slots = larger;
  }

  private static void insert(Entry[] table, Entry entry) {
    int mask = table.length - 1;
    int i = entry.hash() & mask;
    while (table[i] != null) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(table, i, entry);
  }
}
