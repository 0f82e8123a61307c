package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.json.Json;
import dev.tidemark.json.JsonMatch;
import dev.tidemark.json.JsonStore;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;

class JsonStoreGuideTest extends GuideExample {
  JsonStoreGuideTest() {
    super("JsonStore");
  }

  @Override
  protected void example() {
    // example
    JsonStore json = new JsonStore();

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      Scope run = db.in(new Runs().create(db.global(), "nightly"));
      json.create(
          run, "plan", "{\"goal\":\"report\",\"steps\":[{\"do\":\"search\",\"cost\":1.5}]}");
      json.push(run, "plan", "steps", Json.parse("{\"do\":\"write\",\"cost\":4}"));
      json.set(run, "plan", "owner.name", "agent-7"); // makes the object
      json.increment(run, "plan", "tries", 1);
      json.merge(run, "plan", "{\"goal\":null,\"owner\":{\"team\":\"night\"}}");
      json.patch(
          run,
          "plan",
          """
          [{"op": "test", "path": "/tries", "value": 1},
           {"op": "replace", "path": "/steps/0/cost", "value": 2}]
          """);

      Versioned<Value> last = json.get(run, "plan", "$.steps[-1].do").orElseThrow();
      out.println(Json.print(last.value()));
      for (JsonMatch step : json.query(run, "plan", "$.steps[?@.cost < 3].do")) {
        out.println(step.path() + " " + Json.print(step.value()));
      }
      out.println(Json.print(json.get(run, "plan").orElseThrow().value()));
    }
    // end
  }
}
