package dev.tidemark.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A number for every version from an oldest to the newest: eight bytes each. Extended by one thread
 * at a time; readers take no lock, and ask only for versions that were handed to them after they
 * were added.
 */
final class VersionTable {
  private static final int CHUNK = 4096;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long missing;
  private volatile Chunk[] chunks = {};

  /**
   * @param missing the number of versions that were not added or are forgotten
   */
  VersionTable(long missing) {
    this.missing = missing;
  }

  /** The numbers of as many versions as a chunk has, from a multiple of that on. */
  private record Chunk(long base, long[] numbers) {
    static Chunk of(long version, long missing) {
      long[] numbers = new long[CHUNK];
      Arrays.fill(numbers, missing);
      return new Chunk(version - version % CHUNK, numbers);
    }

    long end() {
      return base + CHUNK;
    }
  }

  /**
   * Adds the next version; the first may be any.
   *
   * @param horizon versions below it may be forgotten
   */
  void add(long version, long number, long horizon) {
    Chunk[] all = chunks;
    if (all.length == 0 || version == all[all.length - 1].end()) {
      all = extended(all, Chunk.of(version, missing), horizon);
      chunks = all;
    }
    Chunk last = all[all.length - 1];
    last.numbers[(int) (version - last.base)] = number;
  }

  private static Chunk[] extended(Chunk[] all, Chunk next, long horizon) {
    int dead = 0;
    while (dead < all.length && all[dead].end() <= horizon) {
      dead++;
    }
    Chunk[] more = Arrays.copyOfRange(all, dead, all.length + 1);
    more[more.length - 1] = next;
    return more;
  }

  /** Adds to the number of a version that was added, unless that is forgotten. */
  void increase(long version, long by) {
    Chunk chunk = find(version);
    if (chunk != null) {
      ELEMENT.getAndAdd(chunk.numbers, (int) (version - chunk.base), by);
    }
  }

  long get(long version) {
    Chunk chunk = find(version);
    return chunk == null ? missing : chunk.numbers[(int) (version - chunk.base)];
  }

  /** A version that no version still held is older than; 0 if none was added. */
  long oldest() {
    Chunk[] all = chunks;
    return all.length == 0 ? 0 : all[0].base;
  }

  private Chunk find(long version) {
    Chunk[] all = chunks;
    if (all.length == 0 || version < all[0].base) {
      return null;
    }
    long index = (version - all[0].base) / CHUNK;
    return index < all.length ? all[(int) index] : null;
  }
}
