package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.run.Run;
import dev.tidemark.run.RunIndex;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.LongValue;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The run's own record: its metadata, in which a number counts, and its tags. */
final class OwnRun implements Participant {
  private final RunIndex runs = new RunIndex();

  @Override
  public String name() {
    return "RunIndex";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    Value before = runs.get(scope).orElseThrow().metadata().get("n");
    Value n = Value.of(before == null ? 1 : ((LongValue) before).value() + 1);
    runs.updateMetadata(scope, Value.map("n", n));
    model.put("n", n);
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    String tag = "t" + random.nextInt(4);
    if (random.nextBoolean()) {
      runs.addTags(scope, List.of(tag, "t9"));
      model.put("tag t9", true);
      model.put("tag " + tag, true);
    } else {
      runs.removeTags(scope, List.of(tag));
      model.remove("tag " + tag);
    }
  }

  @Override
  public void fail(Scope scope) {
    runs.addTags(scope, List.of("good", ""));
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    Run run = runs.get(scope).orElseThrow();
    assertThat(run.id()).isEqualTo(scope.run());
    SortedMap<String, Object> contents = new TreeMap<>();
    for (int i = 0; i < run.metadata().size(); i++) {
      contents.put(run.metadata().name(i), run.metadata().value(i));
    }
    run.tags().forEach(tag -> contents.put("tag " + tag, true));
    return contents;
  }

  @Override
  public long version(ReadScope scope) {
    return runs.get(scope).orElseThrow().version();
  }

  @Override
  public String toString() {
    return name();
  }
}
