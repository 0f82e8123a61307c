package dev.tidemark.bench.support.ruler;

import java.util.Locale;

/** A piece of work that no change of ours touches. Never edit one: that would be another ruler. */
public enum Ruler {
  /** Integer arithmetic, each step on the result of the one before. */
  CPU {
    @Override
    Work prepare() {
      return () -> {
        long value = 1;
        for (int i = 0; i < 1_000_000; i++) {
          value = (value ^ (value >>> 29)) * 0xBF58476D1CE4E5B9L + i;
        }
        return value;
      };
    }
  },
  /** Reads from 32 MiB, each at the place that the one before names. */
  MEMORY {
    @Override
    Work prepare() {
      int[] next = cycle(8 << 20);
      return () -> {
        int place = 0;
        for (int i = 0; i < 20_000; i++) {
          place = next[place];
        }
        return place;
      };
    }
  },
  /** Arrays of 256 bytes, of which the newest 4,096 stay reachable. */
  ALLOCATION {
    @Override
    Work prepare() {
      byte[][] newest = new byte[4096][];
      return () -> {
        long bytes = 0;
        for (int i = 0; i < 40_000; i++) {
          byte[] made = new byte[256];
          newest[i & 4095] = made;
          bytes += made.length;
        }
        return bytes;
      };
    }
  };

  /** How the id of each begins. */
  public static final String PREFIX = "ruler/";

  /** One call, whose answer is always the same. */
  interface Work {
    long run();
  }

  abstract Work prepare();

  /** No id of the catalogue, so that no gate, profile or filter meets it. */
  public String id() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** Sattolo's shuffle: one cycle through all places. */
  private static int[] cycle(int length) {
    int[] next = new int[length];
    for (int i = 0; i < length; i++) {
      next[i] = i;
    }
    long state = 42;
    for (int i = length - 1; i > 0; i--) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      int j = (int) (((state >>> 33) * i) >>> 31);
      int place = next[i];
      next[i] = next[j];
      next[j] = place;
    }
    return next;
  }
}
