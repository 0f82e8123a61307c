package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.Cascade;
import dev.tidemark.run.Run;
import dev.tidemark.run.RunIndex;
import dev.tidemark.run.RunOptions;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;

class RunIndexGuideTest extends GuideExample {
  RunIndexGuideTest() {
    super("RunIndex");
  }

  @Override
  protected void example() {
    // example
    RunIndex runs = new RunIndex();
    KVStore kv = new KVStore();
    DatabaseOptions options = DatabaseOptions.defaults().retention(Retention.commits(1_000));

    try (Database db = Database.open(directory, options)) {
      RunOptions tagged = RunOptions.defaults().tags("nightly", "paper");
      RunId plan = runs.create(db.global(), "plan", tagged).id();
      RunOptions below = RunOptions.defaults().parent(plan).metadata(Value.map("model", "small"));
      RunId search = runs.create(db.global(), "search", below).id();

      long version = kv.put(db.in(search), "step", "fetch");
      runs.fail(db.in(search), "rate limit");

      RunId retry = db.fork(search, version); // what the run held before it failed
      db.transact(
          tx -> { // the last write and the end of the run are one
            Scope s = tx.in(retry);
            kv.put(s, "step", "done");
            runs.transition(s, RunStatus.COMPLETED);
          });

      Run failed = runs.byStatus(db.global(), RunStatus.FAILED, "", 10).items().get(0);
      out.println(failed.name() + ": " + failed.reason().orElse("none"));
      out.println(runs.get(db.at(version).in(search)).orElseThrow().status());
      out.println(runs.children(db.in(search), "", 10).items().get(0).id().equals(retry));
      out.println(runs.delete(db.in(plan), Cascade.DELETE));
    }
    // end
  }
}
