package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.event.Event;
import dev.tidemark.event.EventLog;
import dev.tidemark.event.EventRange;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;

class EventLogGuideTest extends GuideExample {
  EventLogGuideTest() {
    super("EventLog");
  }

  @Override
  protected void example() {
    // example
    EventLog log = new EventLog();
    KVStore kv = new KVStore();

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      Scope run = db.in(new RunIndex().create(db.global(), "nightly").id());
      log.append(run, "tool_call", Value.map("tool", "grep", "query", "TODO"));
      log.append(run, "tool_result", Value.map("hits", 3));
      Event decision =
          db.transactResult(
                  tx -> { // the event and what it decided, or neither
                    kv.put(tx.in(run.run()), "next", "open the first hit");
                    return log.append(tx.in(run.run()), "decision", Value.of("read on"));
                  })
              .value();

      out.println(decision.sequence() + " of " + log.length(run));
      log.range(run, EventRange.all().reverse(), "", 2)
          .items()
          .forEach(event -> out.println(event.sequence() + " " + event.type()));
      out.println(log.byType(run, "tool_call").get(0).payload());
      out.println(log.verifyChain(run).isValid());
    }
    // end
  }
}
