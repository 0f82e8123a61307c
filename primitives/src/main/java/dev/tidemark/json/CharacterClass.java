package dev.tidemark.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** What a class of a regular expression names, of any size: characters, ranges and categories. */
final class CharacterClass {
  private final List<int[]> ranges = new ArrayList<>();
  private final Map<String, IntPredicate> categories = new LinkedHashMap<>();

  void add(int first, int last) {
    ranges.add(new int[] {first, last});
  }

  /**
   * @param name tells it from other categories
   */
  void add(String name, IntPredicate category) {
    categories.put(name, category);
  }

  int members() {
    return ranges.size() + categories.size();
  }

  /** Whether a character is among them, as of now. */
  IntPredicate test() {
    List<int[]> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(range -> range[0]));
    int[] firsts = new int[sorted.size()];
    int[] lasts = new int[sorted.size()];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = sorted.get(i)[0];
      // A range may lie inside one before it.
      lasts[i] = Math.max(sorted.get(i)[1], i == 0 ? 0 : lasts[i - 1]);
    }
    List<IntPredicate> others = List.copyOf(categories.values());
    return c -> {
      int found = Arrays.binarySearch(firsts, c);
      int below = found >= 0 ? found : -found - 2;
      return (below >= 0 && c <= lasts[below]) || others.stream().anyMatch(set -> set.test(c));
    };
  }
}
