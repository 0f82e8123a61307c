package dev.tidemark.storage;

import java.util.Arrays;

/**
 * States that recent commits put on others, by commit. As soon as the horizon has reached a commit,
 * what its states superseded is cut off: by whoever moved the horizon, while it is at hand, so that
 * the sweeper need not visit the entries. Only as many commits are remembered as fit.
 *
 * <p>A commit's slot is written by that commit before it is visible, and emptied once the horizon
 * has reached it, which is not before it is visible. It is used again only after that.
 */
public final class Overwrites {
  private static final int SLOTS = 1 << 12;
  private static final int FIRST_ROOM = 4;
  private static final int MOST_STATES = SLOTS;

  /** As long as nobody has told of a horizon, no commit is remembered. */
  private static final long NO_HORIZON = Long.MAX_VALUE;

  /** Per commit null, a state, or an array of states with nulls behind them. */
  private final Object[] slots = new Object[SLOTS];

  private final StoreSize size = new StoreSize();

  /** The newest commit whose slot was emptied. */
  private volatile long emptied = NO_HORIZON;

  /** Counts what is cut off, and all else there is. */
  StoreSize size() {
    return size;
  }

  /**
   * Takes note of a state of a commit under way.
   *
   * @return false if the commit is too far ahead of the horizon
   */
  boolean add(Version next) {
    long before = emptied;
    if (next.version() <= before || next.version() - before >= SLOTS) {
      return false;
    }
    int slot = slot(next.version());
    slots[slot] = slots[slot] == null ? next : with(slots[slot], next);
    return true;
  }

  private static Version[] with(Object present, Version next) {
    Version[] states = present instanceof Version[] several ? several : new Version[FIRST_ROOM];
    if (present instanceof Version first) {
      states[0] = first;
    }
    int count = states.length;
    while (states[count - 1] == null) {
      count--;
    }
    states = count < states.length ? states : Arrays.copyOf(states, 2 * count);
    states[count] = next;
    return states;
  }

  /**
   * Cuts off what no view at or above the horizon can see, up to a bound: whoever moves the horizon
   * may be a commit that others wait for. What is left is cut off by the next call. For one thread
   * at a time.
   */
  public void cutThrough(long horizon) {
    long version = Math.max(Math.min(emptied, horizon), horizon - SLOTS) + 1;
    for (int states = 0; version <= horizon && states < MOST_STATES; version++) {
      int slot = slot(version);
      if (slots[slot] instanceof Version next) {
        size.swept(next.cutOlder(size));
        states++;
      } else if (slots[slot] != null) {
        Version[] several = (Version[]) slots[slot];
        cutAll(several);
        states += several.length;
      }
      slots[slot] = null;
    }
    emptied = version - 1;
  }

  private void cutAll(Version[] states) {
    for (Version next : states) {
      if (next != null) {
        size.swept(next.cutOlder(size));
      }
    }
  }

  /** Whether what a state superseded will be cut off. */
  boolean covers(Version state) {
    Object noted = slots[slot(state.version())];
    return state.version() > emptied
        && (noted == state
            || (noted instanceof Version[] several && Arrays.asList(several).contains(state)));
  }

  /** Neighbours, of different threads perhaps, do not share a line of memory. */
  private static int slot(long version) {
    int low = (int) version & (SLOTS - 1);
    return (low & 0xFF) << 4 | low >>> 8;
  }
}
