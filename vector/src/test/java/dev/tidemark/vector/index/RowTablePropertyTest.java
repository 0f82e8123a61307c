package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;
import dev.tidemark.vector.distance.VectorPalette;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The table against a map per version, searched by scoring and sorting everything. */
class RowTablePropertyTest {
  private static final int DIMENSION = 5;

  private record Row(MeasuredVector vector, int metadata, long version) {}

  @Property(tries = 300)
  void search_afterAnyFeeding_isTheHeadOfTheSortedModel(
      @ForAll Similarity similarity,
      @ForAll @IntRange(min = 1, max = 400) int operations,
      @ForAll @IntRange(min = 1, max = 60) int keys,
      @ForAll @IntRange(min = 0, max = 30) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    RowTable<Integer> table = new RowTable<>(DIMENSION);
    TreeMap<Long, Map<byte[], Row>> versions = new TreeMap<>();
    versions.put(0L, emptyModel());
    long horizon = 0;
    for (long version = 1; version <= operations; version++) {
      versions.put(version, feed(table, versions.get(version - 1), keys, version, random));
      if (random.nextInt(50) == 0) {
        horizon += random.nextLong(version - horizon + 1);
        if (random.nextBoolean()) {
          table.compact(horizon);
        } else {
          table.forgetBefore(horizon);
        }
      }
    }
    table.checkInvariants();

    for (int i = 0; i < 5; i++) {
      long view = horizon + random.nextLong(operations - horizon + 1);
      Scorer scorer = new Scorer(similarity, Kernels.current(), vector(random));
      Predicate<Integer> filter = random.nextBoolean() ? data -> true : data -> data % 3 == 0;
      Map<byte[], Row> model = emptyModel();
      model.putAll(versions.get(view));
      Overlay<Integer> overlay = overlay(model, keys, random);

      assertThat(table.count(view, overlay)).isEqualTo(model.size());
      assertSameHits(
          table.search(scorer, k, view, filter, overlay), sorted(model, scorer, filter), k);
    }
  }

  private static Map<byte[], Row> feed(
      RowTable<Integer> table, Map<byte[], Row> before, int keys, long version, Random random) {
    Map<byte[], Row> after = emptyModel();
    after.putAll(before);
    byte[] key = key(random, keys);
    if (random.nextInt(4) == 0) {
      assertThat(table.remove(key, version)).isEqualTo(after.remove(key) != null);
    } else {
      Row row = new Row(vector(random), random.nextInt(100), version);
      table.append(key, row.vector(), row.metadata(), version);
      after.put(key, row);
    }
    return after;
  }

  private static Overlay<Integer> overlay(Map<byte[], Row> model, int keys, Random random) {
    Overlay<Integer> overlay = new Overlay<>();
    for (int writes = random.nextInt(6); writes > 0; writes--) {
      byte[] key = key(random, keys);
      if (random.nextBoolean()) {
        overlay.remove(key);
        model.remove(key);
      } else {
        Row row = new Row(vector(random), random.nextInt(100), RowTable.PENDING);
        overlay.put(key, row.vector(), row.metadata());
        model.put(key, row);
      }
    }
    return overlay;
  }

  private static List<Hit<Integer>> sorted(
      Map<byte[], Row> model, Scorer scorer, Predicate<Integer> filter) {
    List<Hit<Integer>> hits = new ArrayList<>();
    model.forEach(
        (key, row) -> {
          if (filter.test(row.metadata())) {
            hits.add(new Hit<>(scorer.score(row.vector()), key, row.metadata(), row.version()));
          }
        });
    hits.sort(TopKPropertyTest.BEST_FIRST);
    return hits;
  }

  private static void assertSameHits(List<Hit<Integer>> actual, List<Hit<Integer>> sorted, int k) {
    assertThat(actual)
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(sorted.subList(0, Math.min(k, sorted.size())));
  }

  // Few distinct vectors, so that equal scores are common.
  private static MeasuredVector vector(Random random) {
    VectorPalette[] palettes = VectorPalette.values();
    Random few = new Random(random.nextInt(12));
    float[] values = palettes[few.nextInt(palettes.length)].vector(DIMENSION, few);
    return MeasuredVector.of(values, DIMENSION);
  }

  private static byte[] key(Random random, int keys) {
    return new byte[] {(byte) (random.nextInt(keys) * 4), 'k'};
  }

  private static Map<byte[], Row> emptyModel() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }
}
