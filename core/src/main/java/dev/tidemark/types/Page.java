package dev.tidemark.types;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a listing.
 *
 * @param items in the listing's order, at most as many as were asked for
 * @param cursor where the next page begins; empty if this was the last
 */
public record Page<T>(List<T> items, String cursor) {
  public Page {
    items = List.copyOf(items);
  }

  /** Whether there is more behind this page. */
  public boolean hasNext() {
    return !cursor.isEmpty();
  }

  /**
   * Takes items in order until there is one more than the page has room for.
   *
   * @param <T> the items
   */
  public static final class Collector<T> {
    private final int limit;
    private final Function<? super T, String> cursor;
    private final List<T> items = new ArrayList<>();
    private boolean more;

    /**
     * @param limit most items, at least 1
     * @param cursor what names an item, so that the next page can begin behind it
     * @throws InvalidArgumentException for a limit below 1
     */
    public Collector(int limit, Function<? super T, String> cursor) {
      if (limit < 1) {
        throw new InvalidArgumentException("limit = " + limit + " must be at least 1");
      }
      this.limit = limit;
      this.cursor = cursor;
    }

    /**
     * Takes an item if there is room; else only notes that there is more.
     *
     * @return whether to go on
     */
    public boolean add(T item) {
      more = items.size() == limit;
      return !more && items.add(item);
    }

    /** What was taken. */
    public Page<T> page() {
      return new Page<>(items, more ? cursor.apply(items.get(limit - 1)) : "");
    }
  }
}
