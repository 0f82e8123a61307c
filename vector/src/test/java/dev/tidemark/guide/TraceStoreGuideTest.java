package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.run.RunIndex;
import dev.tidemark.trace.Trace;
import dev.tidemark.trace.TraceContent.Decision;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceContent.ToolCall;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.trace.TraceTree;
import dev.tidemark.trace.TraceType;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.util.List;

class TraceStoreGuideTest extends GuideExample {
  TraceStoreGuideTest() {
    super("TraceStore");
  }

  @Override
  protected void example() {
    // example
    TraceStore traces = new TraceStore();

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      Scope run = db.in(new RunIndex().create(db.global(), "nightly").id());
      Value.MapValue none = Value.emptyMap();
      TraceId thought = traces.record(run, new Thought("the build is red"), List.of("build"), none);
      TraceId decision =
          traces.record(
              run,
              new Decision("what first?", List.of("logs", "bisect"), "logs"),
              List.of("build", "plan"),
              Value.map("cost", 2),
              thought);
      traces.record(run, new ToolCall("grep", Value.map("q", "ERROR")), List.of(), none, decision);

      List<Trace> tagged = traces.byTag(run, "build", "", 10).items();
      TraceTree tree = traces.tree(run, thought).orElseThrow();

      out.println(tagged.size() + " " + tagged.get(1).metadata());
      out.println(tree.children().get(0).children().get(0).trace().content().type());
      out.println(traces.newest(run, 1, TraceType.DECISION).get(0).parent().get().equals(thought));
      out.println(traces.count(run) + " " + traces.roots(run, "", 10).items().size());
    }
    // end
  }
}
