package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Durability;
import dev.tidemark.types.RunId;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.DistanceMetric;
import dev.tidemark.vector.VectorMatch;
import dev.tidemark.vector.VectorStore;
import java.nio.file.Path;
import java.util.List;

class ReadmeTest extends GuideExample {
  ReadmeTest() {
    super(Path.of("../README.md"), "The engine");
  }

  @Override
  protected void example() {
    // example
    VectorStore vectors = new VectorStore(); // facades are stateless: they hold no database
    KVStore kv = new KVStore();

    try (Database db =
        Database.open(directory, DatabaseOptions.defaults().durability(Durability.strict()))) {
      RunId run = new RunIndex().create(db.global(), "nightly").id();
      Scope now = db.in(run); // each call a commit of its own
      kv.put(now, "step", "started");
      vectors.createCollection(now, "notes", new CollectionConfig(3, DistanceMetric.COSINE));

      Committed<List<VectorMatch>> found =
          db.transactResult(
              tx -> { // all or nothing, run again after a conflict
                Scope s = tx.in(run);
                kv.put(s, "step", "searching");
                vectors.insert(s, "notes", "n1", new float[] {0.1f, 0.9f, 0.2f});
                return vectors.search(s, "notes", new float[] {0, 1, 0}, 10);
              });

      out.println(kv.getString(now, "step").orElse("none"));
      out.println(found.value().get(0).key());
      out.println(kv.compareAndSet(now, "step", found.version(), "done").applied());
    }
    // end
  }
}
