package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.trace.NewTrace;
import dev.tidemark.trace.Trace;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.trace.TraceType;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Traces by their order, which is that of their ids. */
final class Traces implements Participant {
  private static final List<String> TAGS = List.of("a", "a__b", "b");

  private final TraceStore traces = new TraceStore();

  /** A trace with its parent's place among the traces, or -1. */
  private record Recorded(
      TraceContent content, List<String> tags, Value.MapValue metadata, int parent) {}

  @Override
  public String name() {
    return "TraceStore";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    TraceContent content = new Custom("touched", Value.of(traces.count(scope)));
    traces.record(scope, content, List.of(), Value.emptyMap());
    add(model, content, List.of(), -1);
  }

  private static void add(
      SortedMap<String, Object> model, TraceContent content, List<String> tags, int parent) {
    model.put(
        "%08d".formatted(model.size()), new Recorded(content, tags, Value.emptyMap(), parent));
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    TraceContent content = new Thought("thought " + random.nextInt(100), OptionalDouble.of(0.5));
    List<String> tags = TAGS.subList(0, random.nextInt(4));
    List<Trace> present = all(scope);
    int kind = present.isEmpty() ? 0 : random.nextInt(3);
    if (kind == 0) {
      traces.record(scope, content, tags, Value.emptyMap());
      add(model, content, tags, -1);
    } else if (kind == 1) {
      int parent = random.nextInt(present.size());
      traces.record(scope, content, tags, Value.emptyMap(), present.get(parent).id());
      add(model, content, tags, parent);
    } else {
      NewTrace trace = NewTrace.of(content);
      traces.recordAll(scope, List.of(trace.tags("b"), trace));
      add(model, content, List.of("b"), -1);
      add(model, content, List.of(), -1);
    }
  }

  private List<Trace> all(ReadScope scope) {
    return traces.byTime(scope, 0, Long.MAX_VALUE, "", Integer.MAX_VALUE).items();
  }

  @Override
  public void fail(Scope scope) {
    NewTrace trace = NewTrace.of(new Custom("good", Value.of(1)));
    traces.recordAll(scope, List.of(trace, trace.tags("")));
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    List<Trace> all = all(scope);
    List<TraceId> ids = all.stream().map(Trace::id).toList();
    SortedMap<String, Object> contents = new TreeMap<>();
    for (Trace trace : all) {
      int parent = trace.parent().map(ids::indexOf).orElse(-1);
      contents.put(
          "%08d".formatted(contents.size()),
          new Recorded(trace.content(), trace.tags(), trace.metadata(), parent));
      assertThat(traces.get(scope, trace.id())).contains(trace);
    }
    assertThat(traces.count(scope)).isEqualTo(all.size());
    List<Trace> newestLast = new ArrayList<>(traces.newest(scope, all.size() + 1));
    Collections.reverse(newestLast);
    assertThat(newestLast).isEqualTo(all);
    assertIndexes(scope, all);
    return contents;
  }

  private void assertIndexes(ReadScope scope, List<Trace> all) {
    for (String tag : TAGS) {
      assertThat(traces.byTag(scope, tag, "", Integer.MAX_VALUE).items())
          .isEqualTo(all.stream().filter(trace -> trace.tags().contains(tag)).toList());
    }
    for (TraceType type : List.of(TraceType.THOUGHT, TraceType.custom("touched"))) {
      assertThat(traces.byType(scope, type, "", Integer.MAX_VALUE).items())
          .isEqualTo(all.stream().filter(trace -> trace.content().type().equals(type)).toList());
    }
    for (Trace parent : all) {
      assertThat(traces.children(scope, parent.id(), "", Integer.MAX_VALUE).items())
          .isEqualTo(
              all.stream()
                  .filter(trace -> Objects.equals(trace.parent().orElse(null), parent.id()))
                  .toList());
    }
    assertThat(traces.roots(scope, "", Integer.MAX_VALUE).items())
        .isEqualTo(all.stream().filter(trace -> trace.parent().isEmpty()).toList());
  }

  @Override
  public long version(ReadScope scope) {
    return traces.newest(scope, 1, TraceType.custom("touched")).get(0).version();
  }

  @Override
  public String toString() {
    return name();
  }
}
