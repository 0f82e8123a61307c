package dev.tidemark.transaction;

import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What two runs, or one run at two versions, hold differently. Entries are matched by key space and
 * user key; versions, times and expiry are not compared, nor are the runs' own records.
 */
public final class RunDifference {
  private static final int PAGE = 256;

  private RunDifference() {}

  /**
   * One entry that differs.
   *
   * @param key the user key, shared: not to be changed
   * @param first its value in the first run, null if it is not there
   * @param second its value in the second run, null if it is not there
   */
  public record Entry(KeySpace space, byte[] key, Value first, Value second) {}

  /**
   * Hands over what differs, in the order of key spaces and keys.
   *
   * @param first read at one view of its own, as is the second: to compare at one view, take both
   *     from one read view, past view or transaction
   * @param visitor returns whether it wants more
   */
  public static void between(ReadScope first, ReadScope second, Predicate<Entry> visitor) {
    first.<Void>atOneView(
        a ->
            second.<Void>atOneView(
                b -> {
                  walk(a, b, visitor);
                  return null;
                }));
  }

  /** As {@link #between(ReadScope, ReadScope, Predicate)}, in one key space. */
  public static void between(
      ReadScope first, ReadScope second, KeySpace space, Predicate<Entry> visitor) {
    first.<Void>atOneView(
        a ->
            second.<Void>atOneView(
                b -> {
                  walk(new Pages(a, space), new Pages(b, space), space, visitor);
                  return null;
                }));
  }

  private static void walk(PinnedScope first, PinnedScope second, Predicate<Entry> visitor) {
    TreeMap<Integer, KeySpace> spaces = new TreeMap<>();
    first.spaces().forEach(space -> spaces.put(space.id(), space));
    second.spaces().forEach(space -> spaces.putIfAbsent(space.id(), space));
    spaces.remove(KeySpace.RUN.id());
    for (KeySpace space : spaces.values()) {
      if (!walk(new Pages(first, space), new Pages(second, space), space, visitor)) {
        return;
      }
    }
  }

  private static boolean walk(Pages first, Pages second, KeySpace space, Predicate<Entry> visitor) {
    boolean more = true;
    while (more && (first.peek() != null || second.peek() != null)) {
      int order = compare(first.peek(), second.peek());
      Pair a = order <= 0 ? first.poll() : null;
      Pair b = order >= 0 ? second.poll() : null;
      if (a == null || b == null || !a.value.equals(b.value)) {
        more = visitor.test(entry(space, a, b));
      }
    }
    return more;
  }

  private static int compare(Pair a, Pair b) {
    if (a == null || b == null) {
      return a == null ? 1 : -1;
    }
    return Arrays.compareUnsigned(a.key, b.key);
  }

  private static Entry entry(KeySpace space, Pair a, Pair b) {
    return new Entry(
        space, (a == null ? b : a).key, a == null ? null : a.value, b == null ? null : b.value);
  }

  private record Pair(byte[] key, Value value) {}

  /** The entries of a key space in order, read page by page. */
  private static final class Pages {
    private final PinnedScope scope;
    private final KeySpace space;
    private final ArrayDeque<Pair> page = new ArrayDeque<>();
    private KeyRange rest = KeyRange.all();

    Pages(PinnedScope scope, KeySpace space) {
      this.scope = scope;
      this.space = space;
    }

    Pair peek() {
      if (page.isEmpty() && rest != null) {
        load();
      }
      return page.peek();
    }

    Pair poll() {
      return page.poll();
    }

    private void load() {
      scope.scan(
          space,
          rest,
          (key, value, version, time) -> {
            page.add(new Pair(key, value));
            return page.size() < PAGE;
          });
      rest = page.size() < PAGE ? null : rest.after(page.getLast().key);
    }
  }
}
