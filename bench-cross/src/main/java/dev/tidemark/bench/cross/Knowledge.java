package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.Vectors;
import dev.tidemark.json.JsonStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.DistanceMetric;
import dev.tidemark.vector.VectorItem;
import dev.tidemark.vector.VectorMatch;
import dev.tidemark.vector.VectorStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents with embeddings that all agents of a database search and none changes. */
final class Knowledge {
  static final int DIMENSION = 128;
  static final CollectionConfig CONFIG = new CollectionConfig(DIMENSION, DistanceMetric.COSINE);
  static final int NEAREST = 10;

  private static final String COLLECTION = "knowledge";
  private static final int LOAD_BATCH = 5_000;

  private final JsonStore json = new JsonStore();
  private final VectorStore vectors = new VectorStore();
  private final ReadScope now;
  private final float[][] embeddings;

  private Knowledge(Database database, RunId run, float[][] embeddings) {
    this.now = database.in(run);
    this.embeddings = embeddings;
  }

  /** Stores one document for each embedding, in a run of its own. */
  static Knowledge store(Database database, float[][] embeddings) {
    RunId run = new Runs().create(database.global(), COLLECTION);
    Knowledge knowledge = new Knowledge(database, run, embeddings);
    knowledge.fill(database.in(run));
    return knowledge;
  }

  static float[][] embeddings(int count) {
    return Vectors.uniform(Seed.stream("knowledge"), count, DIMENSION);
  }

  private void fill(Scope scope) {
    vectors.createCollection(scope, COLLECTION, CONFIG);
    for (int from = 0; from < embeddings.length; from += LOAD_BATCH) {
      Map<String, Value> documents = new LinkedHashMap<>();
      List<VectorItem> items = new ArrayList<>();
      for (int i = from; i < Math.min(from + LOAD_BATCH, embeddings.length); i++) {
        documents.put(key(i), document(i));
        items.add(new VectorItem(key(i), embeddings[i]));
      }
      json.createAll(scope, documents);
      vectors.insertAll(scope, COLLECTION, items);
    }
  }

  static String key(int index) {
    return Keys.key("fact", index);
  }

  static Value document(int index) {
    return Value.map(
        "title",
        "fact " + index,
        "text",
        "What is known about subject " + index + " of this domain.",
        "source",
        "handbook");
  }

  List<VectorMatch> search(float[] query) {
    return vectors.search(now, COLLECTION, query, NEAREST);
  }

  Versioned<Value> read(String key) {
    return json.get(now, key).orElseThrow();
  }

  int count() {
    return vectors.count(now, COLLECTION);
  }
}
