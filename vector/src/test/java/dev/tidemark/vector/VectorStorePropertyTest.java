package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.VectorPalette;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random transactions over a few collections, each read view against the model of its version. */
class VectorStorePropertyTest {
  private static final int LIVE_VIEWS = 4;
  private static final int KEYS = 12;

  private final VectorStore vectors = new VectorStore();

  private static final DatabaseOptions KEEPING =
      DatabaseOptions.defaults().retention(Retention.commits(1_000));

  private record Pinned(ReadView view, ReferenceVectors model) {}

  private static final class Rollback extends Exception {
    private static final long serialVersionUID = 1;
  }

  @BeforeContainer
  static void settleTheKernel() {
    Kernels.settled().join();
  }

  @Property(tries = 200)
  void history_anyTransactions_equalsTheModelAtEveryLiveView(
      @ForAll @IntRange(min = 1, max = 60) int transactions, @ForAll long seed) {
    Random random = new Random(seed);
    try (Database db = Database.inMemory(KEEPING)) {
      RunId run = new Runs().create(db.global(), "model");
      Map<Long, ReferenceVectors> past = new TreeMap<>();
      ReferenceVectors model = new ReferenceVectors();
      List<Pinned> views = new ArrayList<>();
      for (int i = 0; i < transactions; i++) {
        model = transact(db, run, model, random);
        past.put(db.stats().version(), model);
        views.add(new Pinned(db.readView(), model));
        if (views.size() > LIVE_VIEWS) {
          views.remove(random.nextInt(LIVE_VIEWS)).view().close();
        }
        Pinned any = views.get(random.nextInt(views.size()));
        assertSame(any.view().in(run), any.model(), random);
      }
      for (Pinned pinned : views) {
        assertSame(pinned.view().in(run), pinned.model(), random);
        pinned.view().close();
      }
      assertSame(db.in(run), model, random);
      past.forEach((version, then) -> assertSame(db.at(version).in(run), then, random));
      assertHistories(db.in(run), past);
    }
  }

  /** The model after the transaction: unchanged if it was rolled back. */
  private ReferenceVectors transact(
      Database db, RunId run, ReferenceVectors before, Random random) {
    ReferenceVectors after = before.copy();
    try {
      Committed<Void> commit =
          db.transactResult(
              tx -> {
                after.begin(tx.in(run).nowMicros());
                for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
                  change(tx.in(run), after, random);
                }
                assertSame(tx.in(run), after, random);
                if (random.nextInt(4) == 0) {
                  throw new Rollback();
                }
                return null;
              });
      return after.committedAs(commit);
    } catch (Rollback rolledBack) {
      return before;
    }
  }

  private void change(Scope s, ReferenceVectors model, Random random) {
    String name = "c" + random.nextInt(3);
    ReferenceVectors.Contents contents = model.collections().get(name);
    if (contents == null) {
      CollectionConfig config =
          new CollectionConfig(1 + random.nextInt(3), metric(random), index(random));
      vectors.createCollection(s, name, config);
      model.create(name, config);
    } else if (random.nextInt(25) == 0) {
      vectors.deleteCollection(s, name);
      model.collections().remove(name);
    } else {
      changeRows(s, model, name, random);
    }
  }

  private void changeRows(Scope s, ReferenceVectors model, String name, Random random) {
    ReferenceVectors.Contents contents = model.collections().get(name);
    String key = "k" + random.nextInt(KEYS);
    Value.MapValue metadata = Value.map("n", random.nextInt(3));
    VectorEntry present = contents.entries().get(key);
    int kind = random.nextInt(5);
    if (kind == 0) {
      assertThat(vectors.delete(s, name, key)).isEqualTo(present != null);
      contents.entries().remove(key);
    } else if (kind == 1 && present != null) {
      vectors.updateMetadata(s, name, key, metadata);
      model.put(name, new VectorItem(key, present.vector(), metadata, present.source()));
    } else if (kind == 2) {
      insertSome(s, model, name, random);
    } else {
      VectorItem item =
          new VectorItem(key, vector(contents.config().dimension(), random), metadata)
              .embedding(EntryRef.of(KVStore.SPACE, "e" + random.nextInt(3)));
      vectors.insert(s, name, item);
      model.put(name, item);
    }
  }

  private void insertSome(Scope s, ReferenceVectors model, String name, Random random) {
    int dimension = model.collections().get(name).config().dimension();
    List<VectorItem> items = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      items.add(new VectorItem("k" + random.nextInt(KEYS), vector(dimension, random)));
    }
    vectors.insertAll(s, name, items);
    items.forEach(item -> model.put(name, item));
  }

  private void assertSame(ReadScope scope, ReferenceVectors model, Random random) {
    List<String> names = List.copyOf(model.collections().keySet());
    assertThat(vectors.listCollections(scope)).extracting(CollectionInfo::name).isEqualTo(names);
    assertThat(
            pages(random, (cursor, limit) -> vectors.listCollections(scope, cursor, limit)).stream()
                .map(CollectionInfo::name)
                .toList())
        .isEqualTo(names);
    model.collections().forEach((name, contents) -> assertSame(scope, model, name, random));
  }

  private void assertSame(ReadScope scope, ReferenceVectors model, String name, Random random) {
    ReferenceVectors.Contents contents = model.collections().get(name);
    List<String> keys = List.copyOf(contents.entries().keySet());
    assertThat(vectors.getCollection(scope, name).orElseThrow().config())
        .isEqualTo(contents.config());
    assertThat(vectors.listKeys(scope, name)).isEqualTo(keys);
    assertThat(vectors.getAll(scope, name, keys)).isEqualTo(contents.entries());
    assertThat(vectors.count(scope, name)).isEqualTo(keys.size());
    assertListed(scope, contents, name, random);

    float[] query = vector(contents.config().dimension(), random);
    int k = random.nextInt(KEYS + 2);
    MetadataFilter filter =
        random.nextBoolean() ? MetadataFilter.and() : MetadataFilter.eq("n", random.nextInt(3));
    assertThat(vectors.search(scope, name, query, k, filter))
        .isEqualTo(model.search(name, query, k, filter));
  }

  private void assertListed(
      ReadScope scope, ReferenceVectors.Contents contents, String name, Random random) {
    String prefix = List.of("", "k", "k1", "x").get(random.nextInt(4));
    List<VectorEntry> listed =
        contents.entries().values().stream().filter(e -> e.key().startsWith(prefix)).toList();
    assertThat(pages(random, (cursor, limit) -> vectors.scan(scope, name, prefix, cursor, limit)))
        .isEqualTo(listed);
    assertThat(
            pages(random, (cursor, limit) -> vectors.listKeys(scope, name, prefix, cursor, limit)))
        .isEqualTo(listed.stream().map(VectorEntry::key).toList());
  }

  private static <T> List<T> pages(Random random, BiFunction<String, Integer, Page<T>> listing) {
    int limit = 1 + random.nextInt(KEYS + 1);
    List<T> items = new ArrayList<>();
    Page<T> page = listing.apply("", limit);
    items.addAll(page.items());
    while (page.hasNext()) {
      assertThat(page.items()).hasSize(limit);
      page = listing.apply(page.cursor(), limit);
      items.addAll(page.items());
    }
    return items;
  }

  /** Every state of a history is what the model was then, and it has every state there was. */
  private void assertHistories(ReadScope scope, Map<Long, ReferenceVectors> past) {
    for (CollectionInfo info : vectors.listCollections(scope)) {
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + i;
        List<VectorHistory.State> states = vectors.history(scope, info.name(), key).states();
        for (VectorHistory.State state : states) {
          assertThat(state.entry()).isEqualTo(past.get(state.version()).get(info.name(), key));
        }
        assertThat(states)
            .extracting(VectorHistory.State::version)
            .containsAll(
                past.values().stream()
                    .flatMap(then -> then.get(info.name(), key).stream())
                    .map(VectorEntry::version)
                    .toList());
      }
    }
  }

  private static DistanceMetric metric(Random random) {
    DistanceMetric[] metrics = DistanceMetric.values();
    return metrics[random.nextInt(metrics.length)];
  }

  // So few rows are scanned in any case; the graph beside them is built, repaired and dropped.
  private static IndexConfig index(Random random) {
    return random.nextBoolean() ? IndexConfig.EXACT : new IndexConfig.Hnsw(2, 4, 1, 7);
  }

  // Few distinct vectors, so that equal scores are common.
  private static float[] vector(int dimension, Random random) {
    VectorPalette[] palettes = VectorPalette.values();
    Random few = new Random(random.nextInt(9));
    return palettes[few.nextInt(palettes.length)].vector(dimension, few);
  }
}
