package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Retention;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.time.Duration;
import java.util.Map;

class KVStoreGuideTest extends GuideExample {
  KVStoreGuideTest() {
    super("KVStore");
  }

  @Override
  protected void example() {
    // example
    KVStore kv = new KVStore();
    DatabaseOptions options = DatabaseOptions.defaults().retention(Retention.commits(100));

    try (Database db = Database.open(directory, options)) {
      Scope run = db.in(new RunIndex().create(db.global(), "nightly").id());
      kv.putAll(run, Map.of("model/name", Value.of("small"), "model/calls", Value.of(7)));
      long calls = kv.increment(run, "model/calls", 1);
      kv.put(run, "lease", Value.of("worker-3"), Duration.ofMinutes(5)); // gone after five minutes

      Versioned<Value> name = kv.getVersioned(run, "model/name").orElseThrow();
      kv.put(run, "model/name", "large"); // somebody was faster
      CasResult late = kv.compareAndSet(run, "model/name", name.version(), "tiny");

      out.println(calls);
      out.println(kv.keys(run, "model/"));
      out.println(late.applied() + " " + kv.getString(run, "model/name").orElse("none"));
      out.println(kv.getString(db.at(name.version()).in(run.run()), "model/name").orElse("none"));
    }
    // end
  }
}
