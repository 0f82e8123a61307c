package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;
import dev.tidemark.vector.distance.VectorPalette;
import dev.tidemark.vector.index.Found.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A table with a graph against a map per version, while the graph is built in the background. */
class GraphPropertyTest {
  private static final int DIMENSION = 8;
  private static final int K = 10;
  private static final int WIDTH = 12;
  private static final long CREATED = 1;

  private record Row(MeasuredVector vector, int metadata, long version) {}

  /** Everything one test does, so that it can be done twice. */
  private static final class Feeding {
    final RowTable<Integer> table = new RowTable<>(DIMENSION);
    final TreeMap<Long, Map<byte[], Row>> versions = new TreeMap<>();
    final GraphUse use;
    final Random random;
    long version = CREATED;
    long horizon;
    boolean holdsHorizon;

    Feeding(Similarity similarity, long seed) {
      use = new GraphUse(new GraphSpec(CREATED, similarity, 6, 24, seed), WIDTH, 0);
      random = new Random(seed);
      versions.put(version, emptyModel());
    }

    void feed(int operations, int keys) {
      for (int i = 0; i < operations; i++) {
        Map<byte[], Row> after = copy(versions.lastEntry().getValue());
        version++;
        Set<Integer> written = new TreeSet<>(); // A commit writes a key once.
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          written.add(random.nextInt(keys));
        }
        written.forEach(number -> change(after, key(number)));
        versions.put(version, after);
        if (!holdsHorizon && random.nextInt(40) == 0) {
          moveHorizon(horizon + random.nextLong(version - horizon + 1));
        }
      }
    }

    private void change(Map<byte[], Row> after, byte[] key) {
      if (random.nextInt(4) == 0) {
        table.remove(key, version);
        after.remove(key);
      } else {
        Row row = new Row(vector(random), random.nextInt(100), version);
        table.append(key, row.vector(), row.metadata(), version);
        after.put(key, row);
      }
    }

    void moveHorizon(long to) {
      horizon = to;
      table.forgetBefore(horizon);
      versions.headMap(horizon).clear();
    }

    void prepare() {
      table.prepare(use, version);
    }

    Found<Integer> search(Scorer scorer, long view, Predicate<Integer> filter) {
      return GraphPropertyTest.search(table, scorer, view, filter, use);
    }

    Scorer scorer() {
      return new Scorer(use.spec().similarity(), Kernels.current(), plain(random));
    }

    List<String> graph() {
      return GraphPropertyTest.graph(table);
    }
  }

  private static Found<Integer> search(
      RowTable<Integer> table, Scorer scorer, long view, Predicate<Integer> filter, GraphUse use) {
    return table.search(new Search<>(scorer, K, view, filter, new Overlay<>()), use, 1);
  }

  /** The graph by keys: what it leads to, whatever the rows are numbered. */
  private static List<String> graph(RowTable<Integer> table) {
    TableState<Integer> state = table.state();
    Columns<Integer> rows = state.columns();
    Links links = state.graph().links();
    List<String> nodes = new ArrayList<>();
    for (int row = 0; row < links.capacity(); row++) {
      if (links.isNode(row)) {
        nodes.add(node(rows, links, row));
      }
    }
    nodes.add("entry " + (nodes.isEmpty() ? "" : name(rows, links.entry())));
    return nodes;
  }

  private static String node(Columns<Integer> rows, Links links, int row) {
    StringBuilder text = new StringBuilder(name(rows, row));
    int[] neighbours = new int[links.most(0)];
    for (int level = links.level(row); level >= 0; level--) {
      int count = links.read(level, row, Integer.MAX_VALUE, neighbours);
      text.append(" |");
      Arrays.stream(neighbours, 0, count).forEach(n -> text.append(' ').append(name(rows, n)));
    }
    return text.toString();
  }

  private static String name(Columns<Integer> rows, int row) {
    return Arrays.toString(rows.keys[row]) + "@" + rows.born(row);
  }

  @BeforeContainer
  static void settleTheKernel() {
    Kernels.settled().join();
  }

  @Property(tries = 15)
  void search_afterAnyFeeding_findsOnlyWhatTheViewSeesAndMostOfTheBest(
      @ForAll Similarity similarity,
      @ForAll @IntRange(min = 1, max = 600) int keys,
      @ForAll long seed) {
    Feeding feeding = new Feeding(similarity, seed);
    int found = 0;
    int exact = 0;
    for (int round = 0; round < 6; round++) {
      feeding.feed(150, keys);
      for (int i = 0; i < 8; i++) {
        long view = view(feeding);
        Scorer scorer = feeding.scorer();
        Predicate<Integer> filter = i % 3 == 0 ? data -> data % 4 == 0 : data -> true;
        List<Hit<Integer>> best = best(feeding.versions.get(view), scorer, filter);
        Found<Integer> answer = feeding.search(scorer, view, filter);

        assertThat(answer.hits()).allSatisfy(hit -> assertVisible(hit, feeding, view, scorer));
        assertThat(answer.hits()).allMatch(hit -> filter.test(hit.data()));
        assertThat(answer.hits()).isSortedAccordingTo(TopKPropertyTest.BEST_FIRST);
        if (answer.path() != Path.GRAPH) {
          assertThat(keys(answer.hits())).isEqualTo(keys(best));
        }
        found += common(answer.hits(), best);
        exact += best.size();
      }
    }
    assertThat((double) found).isGreaterThanOrEqualTo(0.9 * exact);
    feeding.prepare();
    feeding.table.checkInvariants();
  }

  private static long view(Feeding feeding) {
    boolean newest = feeding.random.nextBoolean();
    long oldest = Math.max(CREATED, feeding.horizon);
    return newest
        ? feeding.version
        : oldest + feeding.random.nextLong(feeding.version - oldest + 1);
  }

  @Property(tries = 4)
  void graph_sameOperations_isTheSameWhateverTheTiming(
      @ForAll Similarity similarity, @ForAll long seed) {
    List<String> first = build(similarity, seed, true).graph();
    List<String> second = build(similarity, seed, false).graph();

    assertThat(first).isEqualTo(second);
  }

  /** Feeds a table whose horizon follows closely, as it does where no view is held. */
  private static Feeding build(Similarity similarity, long seed, boolean oftenPrepared) {
    Feeding feeding = new Feeding(similarity, seed);
    feeding.feed(100, 200);
    feeding.prepare();
    for (int round = 0; round < 25; round++) {
      feeding.feed(20, 200);
      feeding.moveHorizon(feeding.version);
      if (oftenPrepared) {
        feeding.prepare();
      }
    }
    feeding.prepare();
    feeding.table.checkInvariants();
    assertThat(feeding.table.state().graph().links().settled()).isEqualTo(feeding.table.size());
    return feeding;
  }

  @Property(tries = 8)
  void graph_rebuiltFromSurvivorsInAnyOrder_isTheSame(
      @ForAll Similarity similarity, @ForAll long seed) {
    Feeding feeding = new Feeding(similarity, seed);
    feeding.feed(300, 200);
    List<Map.Entry<byte[], Row>> rows =
        new ArrayList<>(feeding.versions.lastEntry().getValue().entrySet());

    Feeding byKey = rebuilt(similarity, seed, rows);
    Collections.shuffle(rows, new Random(seed));
    Feeding shuffled = rebuilt(similarity, seed, rows);

    assertThat(byKey.graph()).isEqualTo(shuffled.graph()).hasSizeGreaterThan(100);
  }

  private static Feeding rebuilt(
      Similarity similarity, long seed, List<Map.Entry<byte[], Row>> rows) {
    Feeding rebuilt = new Feeding(similarity, seed);
    for (Map.Entry<byte[], Row> row : rows) {
      Row state = row.getValue();
      rebuilt.table.append(row.getKey(), state.vector(), state.metadata(), state.version());
      rebuilt.version = Math.max(rebuilt.version, state.version());
    }
    rebuilt.prepare();
    rebuilt.table.checkInvariants();
    return rebuilt;
  }

  /**
   * As when threads commit at the same time: keys come in any order, views only when all are in.
   */
  @Property(tries = 5)
  void graph_versionsFedOutOfOrder_isThatOfTheirOrder(@ForAll long seed) {
    Feeding ordered = new Feeding(Similarity.EUCLIDEAN, seed);
    Feeding shuffled = new Feeding(Similarity.EUCLIDEAN, seed);
    for (int window = 0; window < 30; window++) {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        numbers.add(window * 9 + i);
      }
      feedOnce(ordered, numbers);
      Collections.shuffle(numbers, new Random(seed + window));
      feedOnce(shuffled, numbers);
    }

    assertThat(shuffled.graph()).containsExactlyInAnyOrderElementsOf(ordered.graph());
  }

  private static void feedOnce(Feeding feeding, List<Integer> numbers) {
    for (int number : numbers) {
      MeasuredVector vector = plain(new Random(number));
      feeding.table.append(key(number), vector, number, CREATED + 1 + number / 3);
      feeding.version = Math.max(feeding.version, CREATED + 1 + number / 3);
    }
    feeding.prepare();
  }

  @Property(tries = 4)
  void graph_savedAndRestored_isTheSame(@ForAll Similarity similarity, @ForAll long seed) {
    Feeding feeding = build(similarity, seed, false);
    SavedGraph saved = feeding.table.saveGraph(feeding.version);
    saved.validate();

    RowTable<Integer> restored = restored(feeding, saved, Integer.MAX_VALUE);

    restored.checkInvariants();
    assertThat(graph(restored)).isEqualTo(graph(feeding.table));
  }

  @Property(tries = 15)
  void graph_savedBeforeItsNewestNodesAndRestoredWithoutTheDead_isSound(
      @ForAll Similarity similarity, @ForAll long seed) {
    Feeding feeding = new Feeding(similarity, seed);
    feeding.feed(100, 200);
    feeding.prepare();
    long version = feeding.version;
    feeding.holdsHorizon = true; // A checkpoint pins its version.
    feeding.feed(50, 200);
    feeding.prepare();
    SavedGraph saved = feeding.table.saveGraph(version);
    saved.validate();

    RowTable<Integer> restored = restored(feeding, saved, version);

    restored.checkInvariants();
    Map<byte[], Row> model = feeding.versions.get(version);
    assertThat(restored.size()).isEqualTo(model.size());
    int found = 0;
    for (int i = 0; i < 10; i++) {
      Scorer scorer = feeding.scorer();
      List<Hit<Integer>> best = best(model, scorer, data -> true);
      Found<Integer> answer = search(restored, scorer, version, data -> true, feeding.use);
      found += common(answer.hits(), best);
    }
    assertThat(found).isGreaterThanOrEqualTo(85);
  }

  /** A table told of what a checkpoint holds: all versions, or the live rows of one. */
  private static RowTable<Integer> restored(Feeding feeding, SavedGraph saved, long version) {
    RowTable<Integer> table = new RowTable<>(DIMENSION);
    if (version == Integer.MAX_VALUE) {
      Columns<Integer> rows = feeding.table.state().columns();
      for (int row = 0; row < rows.size(); row++) {
        MeasuredVector vector = MeasuredVector.of(rows.vectors[row], DIMENSION);
        table.append(rows.keys[row], vector, rows.metadata(row), rows.born(row));
        if (!rows.isLive(row) && isLast(rows, row)) {
          table.remove(rows.keys[row], rows.died(row));
        }
      }
    } else {
      feeding
          .versions
          .get(version)
          .forEach((key, row) -> table.append(key, row.vector(), row.metadata(), row.version()));
    }
    table.restoreGraph(saved, Math.min(version, feeding.version));
    return table;
  }

  private static boolean isLast(Columns<Integer> rows, int row) {
    return IntStream.range(row + 1, rows.size())
        .noneMatch(later -> Arrays.equals(rows.keys[later], rows.keys[row]));
  }

  @Property(tries = 20)
  void search_oddVectors_areScoredAsAScanDoes(@ForAll Similarity similarity, @ForAll long seed) {
    Feeding feeding = new Feeding(similarity, seed);
    for (int i = 0; i < 600; i++) {
      feeding.version++;
      MeasuredVector vector = i % 9 == 0 ? odd(feeding.random) : plain(feeding.random);
      feeding.table.append(key(i), vector, i, feeding.version);
    }
    feeding.prepare();
    feeding.table.checkInvariants();

    for (int i = 0; i < 20; i++) {
      MeasuredVector query = i % 4 == 0 ? odd(feeding.random) : plain(feeding.random);
      Scorer scorer = new Scorer(similarity, Kernels.current(), query);
      Found<Integer> answer = feeding.search(scorer, feeding.version, data -> true);
      assertThat(answer.path()).isEqualTo(query.isWide() ? Path.SCAN_WIDE_QUERY : Path.GRAPH);
      assertThat(answer.hits()).hasSize(K);
    }
  }

  @Example
  void forgetBefore_rowsChangeFasterThanTheGraphFollows_forgetsThemAllTheSame() {
    Feeding feeding = new Feeding(Similarity.EUCLIDEAN, 1);
    MeasuredVector[] vectors = new MeasuredVector[100];
    Arrays.setAll(vectors, i -> plain(feeding.random));
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      feeding.version++;
      feeding.table.append(key(i % 100), vectors[i % 100], i, feeding.version);
      if (i % 500 == 0) {
        feeding.search(feeding.scorer(), feeding.version, data -> true);
        feeding.table.forgetBefore(feeding.version);
      }
      most = Math.max(most, feeding.table.size());
    }
    feeding.prepare();

    assertThat(most).isLessThan(50_000);
    feeding.table.checkInvariants();
    assertThat(feeding.search(feeding.scorer(), feeding.version, data -> true).hits()).hasSize(K);
  }

  @Property(tries = 10)
  void graph_ofEqualVectors_reachesAll(@ForAll @IntRange(min = 1, max = 3) int kinds) {
    Feeding feeding = new Feeding(Similarity.EUCLIDEAN, kinds);
    for (int i = 0; i < 500; i++) {
      feeding.version++;
      float[] values = new float[DIMENSION];
      values[0] = i % kinds;
      feeding.table.append(key(i), MeasuredVector.of(values, DIMENSION), i, feeding.version);
    }
    feeding.prepare();

    feeding.table.checkInvariants();
    assertThat(feeding.search(feeding.scorer(), feeding.version, data -> true).hits()).hasSize(K);
  }

  private static void assertVisible(Hit<Integer> hit, Feeding feeding, long view, Scorer scorer) {
    Row row = feeding.versions.get(view).get(hit.key());
    assertThat(row).as("row at the view").isNotNull();
    assertThat(hit.version()).isEqualTo(row.version());
    assertThat(hit.data()).isEqualTo(row.metadata());
    assertThat(hit.score()).isEqualTo(scorer.score(row.vector()));
  }

  private static List<Hit<Integer>> best(
      Map<byte[], Row> model, Scorer scorer, Predicate<Integer> filter) {
    List<Hit<Integer>> hits = new ArrayList<>();
    model.forEach(
        (key, row) -> {
          if (filter.test(row.metadata())) {
            hits.add(new Hit<>(scorer.score(row.vector()), key, row.metadata(), row.version()));
          }
        });
    hits.sort(TopKPropertyTest.BEST_FIRST);
    return hits.subList(0, Math.min(K, hits.size()));
  }

  private static int common(List<Hit<Integer>> answer, List<Hit<Integer>> best) {
    Set<String> wanted = Set.copyOf(keys(best));
    return (int) keys(answer).stream().filter(wanted::contains).count();
  }

  private static List<String> keys(List<Hit<Integer>> hits) {
    return hits.stream().map(hit -> Arrays.toString(hit.key())).collect(Collectors.toList());
  }

  private static MeasuredVector vector(Random random) {
    return random.nextInt(50) == 0 ? odd(random) : plain(random);
  }

  private static MeasuredVector plain(Random random) {
    return MeasuredVector.of(VectorPalette.UNIT.vector(DIMENSION, random), DIMENSION);
  }

  private static MeasuredVector odd(Random random) {
    VectorPalette[] palettes = VectorPalette.values();
    VectorPalette any = palettes[random.nextInt(palettes.length)];
    return MeasuredVector.of(any.vector(DIMENSION, random), DIMENSION);
  }

  private static byte[] key(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number, 'k'};
  }

  private static Map<byte[], Row> copy(Map<byte[], Row> model) {
    Map<byte[], Row> copy = emptyModel();
    copy.putAll(model);
    return copy;
  }

  private static Map<byte[], Row> emptyModel() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }
}
