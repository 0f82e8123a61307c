package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.DistanceMetric;
import dev.tidemark.vector.EmbeddingModel;
import dev.tidemark.vector.MetadataFilter;
import dev.tidemark.vector.VectorMatch;
import dev.tidemark.vector.VectorStore;

class VectorStoreGuideTest extends GuideExample {
  VectorStoreGuideTest() {
    super("VectorStore");
  }

  @Override
  protected void example() {
    // example
    VectorStore vectors = new VectorStore();
    KVStore kv = new KVStore();

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      RunId run = new RunIndex().create(db.global(), "nightly").id();
      vectors.createCollection(db.in(run), "facts", new CollectionConfig(2, DistanceMetric.COSINE));
      vectors.createCollection(db.in(run), "pages", EmbeddingModel.BGE_M3.config());

      db.transact(
          tx -> { // a text and its embedding: both or neither
            Scope s = tx.in(run);
            kv.put(s, "note/7", "the build is green");
            Value.MapValue metadata = Value.map("lang", "en", "step", 3);
            EntryRef note = EntryRef.of(KVStore.SPACE, "note/7");
            vectors.insert(s, "facts", "n7", new float[] {0.8f, 0.6f}, metadata, note);
            vectors.insert(s, "facts", "n8", new float[] {0, 1}, Value.map("lang", "de"));
          });

      Scope now = db.in(run);
      MetadataFilter english = MetadataFilter.eq("lang", "en");
      for (VectorMatch match : vectors.search(now, "facts", new float[] {1, 0}, 10, english)) {
        String text = kv.getString(now, match.source().orElseThrow().keyText()).orElseThrow();
        out.println(match.key() + " " + match.score() + " " + text);
      }
      out.println(vectors.search(now, "facts", new float[] {0, 2}, 1).get(0).key());
      out.println(vectors.listKeys(now, "facts", "n", "n7", 10));
    }
    // end
  }
}
