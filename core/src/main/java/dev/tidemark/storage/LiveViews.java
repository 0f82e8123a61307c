package dev.tidemark.storage;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Which versions are being read, one padded slot per live view, and the horizon below which none
 * is.
 *
 * <p>A view writes its version into a slot and then checks the announced horizon; whoever advances
 * the horizon announces it and then reads the slots. Whichever comes second sees the other, so a
 * view is either counted or takes a newer version.
 */
public final class LiveViews {
  private static final int SLOTS_PER_CHUNK = 64;
  private static final int LONGS_PER_SLOT = 16;
  private static final long FREE = Long.MAX_VALUE;

  private final Chunk first = new Chunk();
  private final LongSupplier watermark;
  private final LongUnaryOperator floor;
  private final LongConsumer advanced;
  private volatile long announced;
  private volatile long horizon;

  /**
   * @param watermark the newest visible version
   * @param floor the oldest version that is kept without a view, by the newest visible one
   * @param advanced told of each new horizon, one after the other
   */
  public LiveViews(LongSupplier watermark, LongUnaryOperator floor, LongConsumer advanced) {
    this.watermark = watermark;
    this.floor = floor;
    this.advanced = advanced;
  }

  /** A view's place; it keeps its version readable until released. Used again after that. */
  public final class Slot {
    private final AtomicLongArray array;
    private final int index;
    private long version;

    private Slot(AtomicLongArray array, int index) {
      this.array = array;
      this.index = index;
    }

    /** The version kept; asked by its holder only, before the release. */
    public long version() {
      return version;
    }

    /** The horizon, which stays at or below this version until the release. */
    public long horizon() {
      return horizon;
    }

    private void moveTo(long other) {
      version = other;
      array.set(index, 2 * other);
    }

    public void release() {
      array.setRelease(index, FREE);
    }
  }

  /** One array of slots; more are chained on when all are taken. */
  private final class Chunk {
    final AtomicLongArray slots = new AtomicLongArray(slot(SLOTS_PER_CHUNK));
    final Slot[] holders = new Slot[SLOTS_PER_CHUNK];
    volatile Chunk next;

    Chunk() {
      for (int i = 0; i < SLOTS_PER_CHUNK; i++) {
        holders[i] = new Slot(slots, slot(i));
        slots.setPlain(slot(i), FREE);
      }
    }
  }

  /**
   * Pins the newest visible version.
   *
   * @param transaction whether {@link #transactions} counts it until its release
   */
  public Slot acquire(boolean transaction) {
    int start = (int) Thread.currentThread().getId();
    for (Chunk chunk = first; ; chunk = next(chunk)) {
      for (int i = 0; i < SLOTS_PER_CHUNK; i++) {
        Slot slot = chunk.holders[(start + i) & (SLOTS_PER_CHUNK - 1)];
        if (slot.array.getPlain(slot.index) == FREE && tryAcquire(slot, transaction ? 1 : 0)) {
          return slot;
        }
      }
    }
  }

  /**
   * Pins a past version.
   *
   * @return null if the horizon has passed it
   */
  public Slot acquirePast(long version) {
    Slot slot = acquire(false);
    synchronized (this) { // The horizon stands still.
      if (version >= horizon) {
        slot.moveTo(version);
        return slot;
      }
    }
    slot.release();
    return null;
  }

  private boolean tryAcquire(Slot slot, int tag) {
    long version = watermark.getAsLong();
    if (!slot.array.compareAndSet(slot.index, FREE, 2 * version + tag)) {
      return false;
    }
    while (version < announced) {
      version = watermark.getAsLong();
      slot.array.set(slot.index, 2 * version + tag);
    }
    slot.version = version;
    return true;
  }

  private synchronized Chunk next(Chunk chunk) {
    if (chunk.next == null) {
      chunk.next = new Chunk();
    }
    return chunk.next;
  }

  /**
   * Its place in the array; the first line is left to the array's length, which every access reads.
   */
  private static int slot(int number) {
    return (number + 1) * LONGS_PER_SLOT;
  }

  /** A version such that no live view, now or later, is older. */
  public long horizon() {
    return horizon;
  }

  /** Moves the horizon up to the oldest live view, but not above the floor. I5 */
  public synchronized void advanceHorizon() {
    long oldest = floor.applyAsLong(watermark.getAsLong());
    announced = oldest;
    for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
      for (int i = 0; i < SLOTS_PER_CHUNK; i++) {
        long slot = chunk.slots.get(slot(i));
        oldest = slot == FREE ? oldest : Math.min(oldest, slot >> 1);
      }
    }
    horizon = Math.max(horizon, oldest);
    advanced.accept(horizon);
  }

  /** How many views of transactions are live. */
  public int transactions() {
    int count = 0;
    for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
      for (int i = 0; i < SLOTS_PER_CHUNK; i++) {
        if (isTransaction(chunk.slots.get(slot(i)))) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isTransaction(long slot) {
    return slot != FREE && (slot & 1) == 1;
  }
}
