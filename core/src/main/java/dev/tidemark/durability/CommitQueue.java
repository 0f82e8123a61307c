package dev.tidemark.durability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Committers in wait for their records: one of them leads, writing for all; the others wait until
 * it is their turn or their records are written. Leadership is handed over, never fought for: a
 * barging lock would let the last leader in again with a group of one. Guarded by the log's mutex,
 * but for {@link Place#await}.
 */
final class CommitQueue {
  private static final HandOver NOBODY = new HandOver(null, List.of());

  private final int spins;
  private final ArrayDeque<Place> places = new ArrayDeque<>();
  private boolean led;

  /**
   * @param spins how often a waiting committer looks again before it parks
   */
  CommitQueue(int spins) {
    this.spins = spins;
  }

  /** One committer's place in the queue. */
  final class Place {
    private final Thread thread = Thread.currentThread();
    private final long position;
    private volatile Call call;

    private Place(long position) {
      this.position = position;
    }

    /** Waits to be called and returns whether to lead. An interrupt is kept for later. */
    boolean await() {
      for (int i = 0; i < spins && call == null; i++) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (call == null) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
      return call == Call.LEAD;
    }

    /** Ends the wait. Needs no mutex. */
    private void call(Call reason) {
      call = reason;
      LockSupport.unpark(thread);
    }
  }

  private enum Call {
    LEAD,
    LOOK
  }

  /** Makes the calling thread the leader if there is none. */
  boolean tryLead() {
    boolean free = !led;
    led = true;
    return free;
  }

  Place enter(long position) {
    Place place = new Place(position);
    places.add(place);
    return place;
  }

  /**
   * Ends the calling thread's lead.
   *
   * @param written position reached
   * @param all whether to call everybody, because nothing more will be written
   * @return whom to call, once the mutex is released
   */
  HandOver handOver(long written, boolean all) {
    if (places.isEmpty()) {
      led = false;
      return NOBODY;
    }
    List<Place> done = new ArrayList<>();
    places.removeIf(place -> (all || place.position <= written) && done.add(place));
    Place next = places.poll();
    led = next != null;
    return new HandOver(next, done);
  }

  /**
   * Those to be called.
   *
   * @param next the next leader, or null
   * @param done those whose wait is over
   */
  record HandOver(Place next, List<Place> done) {
    void call() {
      if (next != null) {
        next.call(Call.LEAD);
      }
      done.forEach(place -> place.call(Call.LOOK));
    }
  }
}
