package dev.tidemark.guide;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.run.RunIndex;
import dev.tidemark.state.StateCell;
import dev.tidemark.state.Transition;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;

class StateCellGuideTest extends GuideExample {
  StateCellGuideTest() {
    super("StateCell");
  }

  @Override
  protected void example() {
    // example
    StateCell cells = new StateCell();

    try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
      Scope run = db.in(new RunIndex().create(db.global(), "nightly").id());
      long made = cells.init(run, "phase", Value.of("plan"));
      CasResult first = cells.compareAndSet(run, "phase", made, Value.of("search"));
      CasResult second = cells.compareAndSet(run, "phase", made, Value.of("answer"));

      cells.init(run, "todo", Value.list(Value.of("read"), Value.of("write")));
      Committed<Value> taken =
          cells.transitionResult(
              run,
              "todo",
              before -> {
                Value.ListValue todo = (Value.ListValue) before.value();
                return new Transition<>(todo.without(0), todo.get(0));
              });
      Versioned<Value> attempts =
          cells.transitionOrInit(
              run, "attempts", Value.of(0), n -> Value.of(((Value.LongValue) n).value() + 1));

      out.println(first.applied() + " " + second.applied());
      out.println(second.version() == first.version()); // the loser learns the actual version
      out.println(taken.value() + " " + attempts.value());
      out.println(cells.names(run, "", "", 10).items());
    }
    // end
  }
}
