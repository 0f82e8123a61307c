package dev.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.primitives.ModelHistory;
import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Decision;
import dev.tidemark.trace.TraceContent.Query;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceContent.ToolCall;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Page;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of traces against a list of them. */
class TraceStorePropertyTest {
  private static final long OF_THE_FORK = -2;

  /** Of one tag, what another may be taken for. */
  private static final List<String> TAGS = List.of("a", "a__b", "ab", "b", "é");

  private static final List<TraceType> TYPES =
      List.of(
          TraceType.TOOL_CALL,
          TraceType.DECISION,
          TraceType.QUERY,
          TraceType.THOUGHT,
          TraceType.ERROR,
          TraceType.custom("THOUGHT"),
          TraceType.custom("T"),
          TraceType.custom("never"));

  @Property(tries = 60)
  void history_anySteps_equalsTheModel(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
    new Traces(seed).live(steps);
  }

  private static final class Traces extends ModelHistory<List<Trace>> {
    private final TraceStore traces = new TraceStore();

    Traces(long seed) {
      super(seed);
    }

    @Override
    protected List<Trace> empty() {
      return new ArrayList<>();
    }

    @Override
    protected List<Trace> copy(List<Trace> model) {
      return new ArrayList<>(model);
    }

    @Override
    protected void committed(List<Trace> model, long version, long timeMicros) {
      model.replaceAll(t -> t.version() == Versioned.PENDING ? at(t, version) : t);
    }

    @Override
    protected void forked(List<Trace> model) {
      model.replaceAll(t -> at(t, OF_THE_FORK));
    }

    private static Trace at(Trace t, long version) {
      return new Trace(t.id(), t.parent(), t.content(), t.tags(), t.metadata(), version);
    }

    @Override
    protected void change(Scope scope, List<Trace> model, Random random) {
      List<NewTrace> batch = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        batch.add(trace(model, random));
      }
      List<TraceId> ids =
          batch.size() == 1
              ? List.of(recordOne(scope, batch.get(0)))
              : traces.recordAll(scope, batch);
      for (int i = 0; i < ids.size(); i++) {
        NewTrace t = batch.get(i);
        model.add(
            new Trace(
                ids.get(i), t.parent(), t.content(), t.tags(), t.metadata(), Versioned.PENDING));
      }
      assertThat(model).extracting(Trace::id).isSorted().doesNotHaveDuplicates();
    }

    private TraceId recordOne(Scope scope, NewTrace t) {
      return t.parent().isEmpty()
          ? traces.record(scope, t.content(), t.tags(), t.metadata())
          : traces.record(scope, t.content(), t.tags(), t.metadata(), t.parent().get());
    }

    private static NewTrace trace(List<Trace> model, Random random) {
      List<String> tags = new ArrayList<>(TAGS);
      Collections.shuffle(tags, random);
      Optional<TraceId> parent =
          model.isEmpty() || random.nextInt(3) == 0
              ? Optional.empty()
              : Optional.of(model.get(random.nextInt(model.size())).id());
      return new NewTrace(
          content(random),
          tags.subList(0, random.nextInt(TAGS.size())),
          Value.map("n", random.nextInt(100)),
          parent);
    }

    private static TraceContent content(Random random) {
      return switch (random.nextInt(7)) {
        case 0 -> new ToolCall("grep", Value.of(random.nextInt()));
        case 1 -> new Decision("which?", List.of("x", "y"), "x");
        case 2 -> new Query("sql", "select");
        case 3 -> new TraceContent.Error("io", "disk", random.nextBoolean());
        case 4 -> new Custom("THOUGHT", Value.nil());
        case 5 -> new Custom("T", Value.list(Value.of(1)));
        default -> new Thought("hm" + random.nextInt());
      };
    }

    @Override
    protected void assertSame(ReadScope scope, List<Trace> model, Random random) {
      int size = 1 + random.nextInt(6);
      long last = model.isEmpty() ? 0 : model.get(model.size() - 1).timeMicros();
      assertAll(model, t -> true, (o, c) -> traces.byTime(scope, 0, last + 1, o, c, size));
      for (TraceType type : TYPES) {
        Predicate<Trace> is = t -> t.content().type().equals(type);
        assertAll(model, is, (o, c) -> traces.byType(scope, type, o, c, size));
        assertThat(traces.count(scope, type)).isEqualTo(model.stream().filter(is).count());
      }
      for (String tag : TAGS) {
        Predicate<Trace> has = t -> t.tags().contains(tag);
        assertAll(model, has, (o, c) -> traces.byTag(scope, tag, o, c, size));
      }
      assertThat(traces.count(scope)).isEqualTo(model.size());
      assertEqual(
          collect(c -> traces.roots(scope, c, size)),
          model.stream().filter(t -> t.parent().isEmpty()).toList());
      if (!model.isEmpty()) {
        assertAround(scope, model, model.get(random.nextInt(model.size())), size);
      }
    }

    private interface Listing {
      Page<Trace> page(TraceOrder order, String cursor);
    }

    private static void assertAll(List<Trace> model, Predicate<Trace> which, Listing listing) {
      List<Trace> expected = new ArrayList<>(model.stream().filter(which).toList());
      assertEqual(collect(c -> listing.page(TraceOrder.OLDEST_FIRST, c)), expected);
      Collections.reverse(expected);
      assertEqual(collect(c -> listing.page(TraceOrder.NEWEST_FIRST, c)), expected);
    }

    private void assertAround(ReadScope scope, List<Trace> model, Trace trace, int size) {
      assertEqual(List.of(traces.get(scope, trace.id()).orElseThrow()), List.of(trace));
      assertThat(traces.get(scope, trace.id().next(0))).isEmpty();
      assertEqual(
          collect(c -> traces.children(scope, trace.id(), c, size)), children(model, trace));
      assertTree(traces.tree(scope, trace.id()).orElseThrow(), model, trace);
      assertEqual(
          collect(c -> traces.byTime(scope, trace.timeMicros(), trace.timeMicros() + 1, c, size)),
          model.stream().filter(t -> t.timeMicros() == trace.timeMicros()).toList());
    }

    private static void assertTree(TraceTree tree, List<Trace> model, Trace root) {
      assertEqual(List.of(tree.trace()), List.of(root));
      assertThat(tree.truncated()).isFalse();
      List<Trace> children = children(model, root);
      assertThat(tree.children()).hasSameSizeAs(children);
      for (int i = 0; i < children.size(); i++) {
        assertTree(tree.children().get(i), model, children.get(i));
      }
    }

    private static List<Trace> children(List<Trace> model, Trace parent) {
      return model.stream().filter(t -> t.parent().equals(Optional.of(parent.id()))).toList();
    }

    private static void assertEqual(List<Trace> actual, List<Trace> expected) {
      assertThat(actual).extracting(Trace::id).isEqualTo(expected.stream().map(Trace::id).toList());
      for (int i = 0; i < actual.size(); i++) {
        Trace is = actual.get(i);
        Trace was = expected.get(i);
        assertThat(is).isEqualTo(was.version() == OF_THE_FORK ? at(was, is.version()) : was);
      }
    }

    private static List<Trace> collect(Function<String, Page<Trace>> pages) {
      Page<Trace> page = pages.apply("");
      List<Trace> all = new ArrayList<>(page.items());
      while (page.hasNext()) {
        page = pages.apply(page.cursor());
        all.addAll(page.items());
      }
      return all;
    }
  }
}
