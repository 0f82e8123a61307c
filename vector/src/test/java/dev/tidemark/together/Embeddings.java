package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.Value;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.DistanceMetric;
import dev.tidemark.vector.VectorEntry;
import dev.tidemark.vector.VectorItem;
import dev.tidemark.vector.VectorMatch;
import dev.tidemark.vector.VectorStore;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Vectors "v0" to "v5" of one collection, and one that counts. */
final class Embeddings implements Participant {
  private static final String DOCS = "docs";
  private static final EntryRef SOURCE = EntryRef.of(KVStore.SPACE, "n");

  private final VectorStore vectors = new VectorStore();

  private record Point(float value, Value.MapValue metadata, boolean hasSource) {}

  @Override
  public String name() {
    return "VectorStore";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    requireCollection(scope);
    List<VectorMatch> all = vectors.search(scope, DOCS, new float[] {1}, Integer.MAX_VALUE);
    float n =
        all.stream()
                .filter(match -> match.key().equals("n"))
                .map(VectorMatch::score)
                .findAny()
                .orElse(0f)
            + 1;
    put(scope, model, "n", n, Value.map("n", (double) n), true);
  }

  private void requireCollection(Scope scope) {
    if (!vectors.exists(scope, DOCS)) {
      vectors.createCollection(scope, DOCS, new CollectionConfig(1, DistanceMetric.DOT_PRODUCT));
    }
  }

  private void put(
      Scope scope,
      SortedMap<String, Object> model,
      String key,
      float value,
      Value.MapValue metadata,
      boolean hasSource) {
    VectorItem item = new VectorItem(key, new float[] {value}, metadata);
    vectors.insert(scope, DOCS, hasSource ? item.embedding(SOURCE) : item);
    model.put(key, new Point(value, metadata, hasSource));
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    requireCollection(scope);
    String key = "v" + random.nextInt(6);
    Value.MapValue metadata = Value.map("tag", random.nextInt(3));
    Point present = (Point) model.get(key);
    int kind = random.nextInt(4);
    if (kind == 0) {
      assertThat(vectors.delete(scope, DOCS, key)).isEqualTo(model.remove(key) != null);
    } else if (kind == 1 && present != null) {
      vectors.updateMetadata(scope, DOCS, key, metadata);
      model.put(key, new Point(present.value, metadata, present.hasSource));
    } else if (kind == 2 && random.nextInt(8) == 0) {
      vectors.deleteCollection(scope, DOCS);
      Point n = (Point) model.get("n");
      model.clear();
      requireCollection(scope);
      if (n != null) {
        put(scope, model, "n", n.value, n.metadata, true);
      }
    } else {
      put(scope, model, key, random.nextInt(100), metadata, random.nextBoolean());
    }
  }

  @Override
  public void fail(Scope scope) {
    requireCollection(scope);
    VectorItem good = new VectorItem("good", new float[1]);
    vectors.insertAll(scope, DOCS, List.of(good, new VectorItem("bad", new float[2])));
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    SortedMap<String, Object> contents = new TreeMap<>();
    if (!vectors.exists(scope, DOCS)) {
      assertThat(vectors.listCollections(scope)).isEmpty();
      return contents;
    }
    List<VectorEntry> entries = vectors.scan(scope, DOCS, "", "", Integer.MAX_VALUE).items();
    entries.forEach(entry -> contents.put(entry.key(), point(entry)));
    assertThat(vectors.listKeys(scope, DOCS)).containsExactlyElementsOf(contents.keySet());
    assertThat(vectors.count(scope, DOCS)).isEqualTo(contents.size());
    assertThat(vectors.getAll(scope, DOCS, contents.keySet()).values())
        .containsExactlyElementsOf(entries);
    assertThat(vectors.search(scope, DOCS, new float[] {1}, Integer.MAX_VALUE))
        .containsExactlyInAnyOrderElementsOf(entries.stream().map(Embeddings::match).toList());
    return contents;
  }

  private static Point point(VectorEntry entry) {
    entry.source().ifPresent(source -> assertThat(source).isEqualTo(SOURCE));
    return new Point(entry.vector().toArray()[0], entry.metadata(), entry.source().isPresent());
  }

  /** What a search for 1 by dot product finds of an entry. */
  private static VectorMatch match(VectorEntry entry) {
    float score = entry.vector().toArray()[0];
    return new VectorMatch(entry.key(), score, entry.metadata(), entry.source(), entry.version());
  }

  @Override
  public long version(ReadScope scope) {
    return vectors.get(scope, DOCS, "n").orElseThrow().version();
  }

  @Override
  public String toString() {
    return name();
  }
}
