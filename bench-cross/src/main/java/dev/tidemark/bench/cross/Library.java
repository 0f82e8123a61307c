package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.Vectors;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
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

/** Documents of one run, each a value with an embedding of the same key, and work with them. */
final class Library {
  static final String COLLECTION = "documents";
  static final int DIMENSION = 128;

  private static final int NEAREST = 10;
  private static final int LOAD_BATCH = 5_000;

  private final KVStore kv = new KVStore();
  private final VectorStore vectors = new VectorStore();
  private final Database database;
  private final RunId run;
  private final Scope now;
  private final String[] keys;
  private final float[][] embeddings;

  /**
   * What a transaction saw of its own document.
   *
   * @param nearest the first of the search
   * @param document the value of its key
   */
  record Found(VectorMatch nearest, Versioned<Value> document) {}

  /** Documents to come, {@code embeddings.length} of them. */
  Library(Database database, RunId run, float[][] embeddings) {
    this.database = database;
    this.run = run;
    this.now = database.in(run);
    this.keys = Keys.sequential("doc", embeddings.length);
    this.embeddings = embeddings;
  }

  static float[][] embeddings(int count) {
    return Vectors.uniform(Seed.stream("documents"), count, DIMENSION);
  }

  static float[][] queries(int count) {
    return Vectors.uniform(Seed.stream("document queries"), count, DIMENSION);
  }

  /** Makes the collection and stores the first documents. */
  void fill(int count) {
    vectors.createCollection(
        now, COLLECTION, new CollectionConfig(DIMENSION, DistanceMetric.COSINE));
    for (int from = 0; from < count; from += LOAD_BATCH) {
      fill(from, Math.min(from + LOAD_BATCH, count));
    }
  }

  private void fill(int from, int to) {
    Map<String, Value> documents = new LinkedHashMap<>();
    List<VectorItem> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      documents.put(keys[i], document(i));
      items.add(new VectorItem(keys[i], embeddings[i]));
    }
    kv.putAll(now, documents);
    vectors.insertAll(now, COLLECTION, items);
  }

  String key(int index) {
    return keys[index];
  }

  /** What is stored under a key. */
  Value document(int index) {
    return Value.of("text of " + keys[index]);
  }

  /**
   * Stores a document and its embedding, searches for what is nearest to it and reads that, all in
   * one transaction.
   */
  Committed<Found> storeSearchRead(int index, Value document) {
    return database.transactResult(
        tx -> {
          Scope scope = tx.in(run);
          kv.put(scope, keys[index], document);
          vectors.insert(scope, COLLECTION, keys[index], embeddings[index]);
          VectorMatch nearest =
              vectors.search(scope, COLLECTION, embeddings[index], NEAREST).get(0);
          return new Found(nearest, kv.getVersioned(scope, nearest.key()).orElseThrow());
        });
  }

  /** Searches, then reads the documents found, each call at its own view. */
  Map<String, Value> searchRead(float[] query) {
    List<VectorMatch> nearest = vectors.search(now, COLLECTION, query, NEAREST);
    return kv.getAll(now, nearest.stream().map(VectorMatch::key).toList());
  }

  /** How many of the first documents are stored whole, value and embedding by the same commit. */
  int stored(int from, int to) {
    ReadScope scope = now;
    int stored = 0;
    for (int i = from; i < to; i++) {
      Versioned<Value> document = kv.getVersioned(scope, keys[i]).orElseThrow();
      long version = vectors.get(scope, COLLECTION, keys[i]).orElseThrow().version();
      boolean whole = document.value().equals(document(i)) && document.version() == version;
      stored += whole ? 1 : 0;
    }
    return stored;
  }

  int count() {
    return vectors.count(now, COLLECTION);
  }
}
