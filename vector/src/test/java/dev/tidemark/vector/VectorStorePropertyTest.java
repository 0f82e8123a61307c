package dev.tidemark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.VectorPalette;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random transactions over a few collections, each read view against the model of its version. */
class VectorStorePropertyTest {
  private static final int LIVE_VIEWS = 4;
  private static final int KEYS = 12;

  private final VectorStore vectors = new VectorStore();

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
    try (Database db = Database.inMemory(DatabaseOptions.defaults())) {
      RunId run = new Runs().create(db.global(), "model");
      ReferenceVectors model = new ReferenceVectors();
      List<Pinned> views = new ArrayList<>();
      for (int i = 0; i < transactions; i++) {
        model = transact(db, run, model, random);
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
    }
  }

  /** The model after the transaction: unchanged if it was rolled back. */
  private ReferenceVectors transact(
      Database db, RunId run, ReferenceVectors before, Random random) {
    ReferenceVectors after = before.copy();
    try {
      long version =
          db.transact(
              tx -> {
                for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
                  change(tx.in(run), after, random);
                }
                assertSame(tx.in(run), after, random);
                if (random.nextInt(4) == 0) {
                  throw new Rollback();
                }
              });
      return after.committedAs(version);
    } catch (Rollback rolledBack) {
      return before;
    }
  }

  private void change(Scope s, ReferenceVectors model, Random random) {
    String name = "c" + random.nextInt(3);
    ReferenceVectors.Contents contents = model.collections().get(name);
    if (contents == null) {
      CollectionConfig config = new CollectionConfig(1 + random.nextInt(3), metric(random));
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
      model.put(name, key, present.vector(), metadata);
    } else if (kind == 2) {
      insertSome(s, model, name, random);
    } else {
      float[] vector = vector(contents.config().dimension(), random);
      vectors.insert(s, name, key, vector, metadata);
      model.put(name, key, Value.vector(vector), metadata);
    }
  }

  private void insertSome(Scope s, ReferenceVectors model, String name, Random random) {
    int dimension = model.collections().get(name).config().dimension();
    List<VectorItem> items = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      items.add(new VectorItem("k" + random.nextInt(KEYS), vector(dimension, random)));
    }
    vectors.insertAll(s, name, items);
    items.forEach(item -> model.put(name, item.key(), item.vector(), item.metadata()));
  }

  private void assertSame(ReadScope scope, ReferenceVectors model, Random random) {
    assertThat(vectors.listCollections(scope).stream().map(CollectionInfo::name).toList())
        .isEqualTo(List.copyOf(model.collections().keySet()));
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

    float[] query = vector(contents.config().dimension(), random);
    int k = random.nextInt(KEYS + 2);
    MetadataFilter filter =
        random.nextBoolean() ? MetadataFilter.and() : MetadataFilter.eq("n", random.nextInt(3));
    assertThat(vectors.search(scope, name, query, k, filter))
        .isEqualTo(model.search(name, query, k, filter));
  }

  private static DistanceMetric metric(Random random) {
    DistanceMetric[] metrics = DistanceMetric.values();
    return metrics[random.nextInt(metrics.length)];
  }

  // Few distinct vectors, so that equal scores are common.
  private static float[] vector(int dimension, Random random) {
    VectorPalette[] palettes = VectorPalette.values();
    Random few = new Random(random.nextInt(9));
    return palettes[few.nextInt(palettes.length)].vector(dimension, few);
  }
}
