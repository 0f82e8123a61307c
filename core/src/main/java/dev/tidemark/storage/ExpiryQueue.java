package dev.tidemark.storage;

import dev.tidemark.types.Mutation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Entries by the time their newest state ends. An entry has one place, at its time or before; what
 * it left behind when it moved is passed over, and cleared away when it is more than the rest.
 */
final class ExpiryQueue {
  private static final int SLACK = 64;

  private final PriorityQueue<Expiring> byTime =
      new PriorityQueue<>(Comparator.comparingLong(place -> place.atMicros));
  private final Map<Entry, Expiring> places = new HashMap<>();

  /** An entry to be looked at from a time on; two are never equal. */
  static final class Expiring {
    final Partition partition;
    final Entry entry;
    final long atMicros;

    Expiring(Partition partition, Entry entry, long atMicros) {
      this.partition = partition;
      this.entry = entry;
      this.atMicros = atMicros;
    }
  }

  /** Gives an entry the place that its newest state asks for, or none. */
  void update(Partition partition, Entry entry) {
    Version newest = entry.newest();
    long at = newest == null ? Mutation.NEVER : newest.expiresAtMicros();
    if (at == Mutation.NEVER) {
      remove(entry);
      return;
    }
    Expiring place = places.get(entry);
    if (place == null || at < place.atMicros) {
      Expiring moved = new Expiring(partition, entry, at);
      places.put(entry, moved);
      byTime.add(moved);
      clearLeftovers();
    }
  }

  void remove(Entry entry) {
    if (!places.isEmpty() && places.remove(entry) != null) {
      clearLeftovers();
    }
  }

  private void clearLeftovers() {
    if (byTime.size() > 2 * places.size() + SLACK) {
      byTime.removeIf(place -> places.get(place.entry) != place);
    }
  }

  /** Takes out the next entry whose newest state has ended by a time, or null. */
  Expiring poll(long nowMicros) {
    while (!byTime.isEmpty() && byTime.peek().atMicros <= nowMicros) {
      Expiring place = byTime.poll();
      if (places.remove(place.entry, place)) {
        if (place.entry.newest().expiresAtMicros() <= nowMicros) {
          return place;
        }
        update(place.partition, place.entry);
      }
    }
    return null;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Whether an entry will be looked at no later than its newest state ends. */
  boolean covers(Entry entry) {
    Expiring place = places.get(entry);
    return place != null && place.atMicros <= entry.newest().expiresAtMicros();
  }
}
