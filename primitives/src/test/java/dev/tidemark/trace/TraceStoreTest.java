package dev.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Decision;
import dev.tidemark.trace.TraceContent.Query;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceContent.ToolCall;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.RunView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStoreTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Value.MapValue NONE = Value.emptyMap();
  private static final TraceId NOBODY = new TraceId(1, 1);

  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private final DatabaseOptions options =
      DatabaseOptions.defaults()
          .clock(() -> time)
          .retention(Retention.commits(1_000))
          .retry(RetryPolicy.none());
  private final Database db = Database.inMemory(options);
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final TraceStore traces = new TraceStore();

  @AfterEach
  void close() {
    db.close();
  }

  private TraceId think(String content, String... tags) {
    return traces.record(now, new Thought(content), List.of(tags), NONE);
  }

  private TraceId think(TraceId parent, String content) {
    return traces.record(now, new Thought(content), List.of(), NONE, parent);
  }

  private static List<TraceId> ids(List<Trace> found) {
    return found.stream().map(Trace::id).toList();
  }

  private static List<TraceId> ids(Page<Trace> found) {
    return ids(found.items());
  }

  private void tick() {
    time = time.plusNanos(1_000);
  }

  private long micros() {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  @Test
  void record_everyContent_readsBackAsItWas() {
    List<TraceContent> contents =
        List.of(
            new ToolCall("grep", Value.map("q", "x")),
            new ToolCall(
                "grep", Value.nil(), Optional.of(Value.nil()), Optional.of(Duration.ofMillis(3))),
            new Decision("which?", List.of("a", "b"), "c", Optional.of("cheap")),
            new Query("sql", "select", OptionalLong.of(0)),
            new Thought("hm", OptionalDouble.of(-0.0)),
            new TraceContent.Error("io", "disk", false),
            new Custom("plan", Value.list(Value.of(1))));
    TraceId parent = think("first");
    for (TraceContent content : contents) {
      TraceId id = traces.record(now, content, List.of("b", "a", "b"), Value.map("k", 1), parent);

      assertThat(traces.get(now, id))
          .contains(
              new Trace(
                  id,
                  Optional.of(parent),
                  content,
                  List.of("b", "a"),
                  Value.map("k", 1),
                  db.stats().version()));
      assertThat(ids(traces.byType(now, content.type(), "", ALL))).contains(id);
    }
    assertThat(traces.get(now, NOBODY)).isEmpty();
  }

  @Test
  void record_id_hasTheTransactionsTime() {
    TraceId id = think("hm");

    assertThat(id.timeMicros()).isEqualTo(micros());
    assertThat(traces.get(now, id).orElseThrow().timeMicros()).isEqualTo(micros());
    assertThat(TraceId.parse(id.toString())).isEqualTo(id);
  }

  @Test
  void record_clockStandsOrStepsBack_keepsTheOrder() {
    List<TraceId> recorded = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      recorded.add(think("t" + i, "tag"));
      time = i == 25 ? time.minusSeconds(3_600) : time;
    }
    recorded.addAll(
        traces.recordAll(now, Collections.nCopies(50, NewTrace.of(new Thought("x")).tags("tag"))));

    assertThat(recorded).isSorted().doesNotHaveDuplicates();
    assertThat(ids(traces.byTag(now, "tag", "", ALL))).isEqualTo(recorded);
    assertThat(ids(traces.byType(now, TraceType.THOUGHT, "", ALL))).isEqualTo(recorded);
  }

  /** A user's type passes for one of ours: weakness of the original's index of names. */
  @Test
  void byType_customNamedAsOurs_isAnotherType() {
    TraceId ours = think("hm");
    TraceId users = traces.record(now, new Custom("THOUGHT", Value.nil()));
    TraceId longer = traces.record(now, new Custom("THOUGHTS", Value.nil()));

    assertThat(ids(traces.byType(now, TraceType.THOUGHT, "", ALL))).containsExactly(ours);
    assertThat(ids(traces.byType(now, TraceType.custom("THOUGHT"), "", ALL)))
        .containsExactly(users);
    assertThat(ids(traces.byType(now, TraceType.custom("THOUGHTS"), "", ALL)))
        .containsExactly(longer);
    assertThat(traces.byType(now, TraceType.custom("THOUGH"), "", ALL).items()).isEmpty();
    assertThat(TraceType.custom("THOUGHT")).isNotEqualTo(TraceType.THOUGHT);
  }

  /** Parts of index keys run into each other: weakness 13 of the original. */
  @Test
  void byTag_tagsThatContainEachOther_matchAsAWhole() {
    List<String> tags =
        List.of("a", "a__b", "b", "ab", "a\u0001", "__idx_a", "é", "a/", "\u0002a", "\uFFFF");
    List<TraceId> recorded = new ArrayList<>();
    for (String tag : tags) {
      recorded.add(think(tag, tag));
    }

    for (int i = 0; i < tags.size(); i++) {
      assertThat(ids(traces.byTag(now, tags.get(i), "", ALL))).containsExactly(recorded.get(i));
    }
    assertThat(traces.byTag(now, "a_", "", ALL).items()).isEmpty();
    assertThatThrownBy(() -> traces.byTag(now, "a\0b", "", ALL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("tag has a NUL at index 1");
    assertThatThrownBy(() -> think("x", "good", "a\0b"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("trace: tag at index 1 has a NUL");
  }

  /** A span of time costs a look at each hour of it: weakness 10 of the original. */
  @Test
  void byTime_range_hasItsBeginAndNotItsEnd() {
    List<TraceId> recorded = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      recorded.add(think("t" + i));
      times.add(micros());
      tick();
    }

    assertThat(ids(traces.byTime(now, times.get(1), times.get(3), "", ALL)))
        .isEqualTo(recorded.subList(1, 3));
    assertThat(ids(traces.byTime(now, times.get(1), times.get(3) + 1, "", ALL)))
        .isEqualTo(recorded.subList(1, 4));
    assertThat(ids(traces.byTime(now, Long.MIN_VALUE, Long.MAX_VALUE, "", ALL)))
        .isEqualTo(recorded);
    assertThat(traces.byTime(now, times.get(1), times.get(1), "", ALL).items()).isEmpty();
    assertThat(traces.byTime(now, -5, -1, "", ALL).items()).isEmpty();
    assertThatThrownBy(() -> traces.byTime(now, 2, 1, "", ALL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("swap the two");
  }

  /** Lists have no end and no cursor: weakness 46 of the original. */
  @Test
  void listings_inPages_haveEveryTraceOnceInBothOrders() {
    List<TraceId> recorded = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      recorded.add(think("t" + i, "tag"));
    }
    List<TraceId> reversed = new ArrayList<>(recorded);
    Collections.reverse(reversed);

    Page<Trace> first = traces.byTag(now, "tag", TraceOrder.NEWEST_FIRST, "", 4);
    Page<Trace> second = traces.byTag(now, "tag", TraceOrder.NEWEST_FIRST, first.cursor(), 4);

    assertThat(ids(first)).isEqualTo(reversed.subList(0, 4));
    assertThat(ids(second)).isEqualTo(reversed.subList(4, 7));
    assertThat(second.hasNext()).isFalse();
    assertThat(traces.byTag(now, "tag", "", 7).hasNext()).isFalse();
    assertThat(traces.byTag(now, "tag", second.cursor(), 1).items()).hasSize(1);
    // A cursor is an id, of whatever listing.
    assertThat(ids(traces.byType(now, TraceType.THOUGHT, first.cursor(), ALL)))
        .isEqualTo(recorded.subList(4, 7));
  }

  @Test
  void listings_badCursorOrLimit_areRefused() {
    List<ThrowingCallable> operations =
        List.of(
            () -> traces.byTag(now, "tag", "x", 1),
            () -> traces.byType(now, TraceType.ERROR, "x", 1),
            () -> traces.byTime(now, 0, 1, "x", 1),
            () -> traces.children(now, NOBODY, "x", 1),
            () -> traces.roots(now, "x", 1));
    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThatThrownBy(operation)
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("trace id \"x\""));
    List<ThrowingCallable> limits =
        List.of(
            () -> traces.byTag(now, "tag", "", 0),
            () -> traces.byType(now, TraceType.ERROR, "", -1),
            () -> traces.byTime(now, 0, 1, "", 0),
            () -> traces.roots(now, "", 0),
            () -> traces.newest(now, 0),
            () -> traces.newest(now, 0, TraceType.ERROR));
    assertThat(limits)
        .allSatisfy(
            limit ->
                assertThatThrownBy(limit)
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("at least 1"));
  }

  @Test
  void newest_ofAllAndOfAType_areNewestFirst() {
    TraceId a = think("a");
    TraceId error = traces.record(now, new TraceContent.Error("io", "disk", true));
    TraceId b = think("b");

    assertThat(ids(traces.newest(now, 2))).containsExactly(b, error);
    assertThat(ids(traces.newest(now, 10, TraceType.THOUGHT))).containsExactly(b, a);
    assertThat(ids(traces.newest(now, 1, TraceType.THOUGHT))).containsExactly(b);
    assertThat(traces.newest(now, 1, TraceType.QUERY)).isEmpty();
    assertThat(traces.count(now)).isEqualTo(3);
    assertThat(traces.count(now, TraceType.THOUGHT)).isEqualTo(2);
    assertThat(traces.count(now, TraceType.QUERY)).isZero();
  }

  @Test
  void parents_childrenRootsAndTree_agree() {
    TraceId root = think("root");
    TraceId other = think("other");
    TraceId left = think(root, "left");
    TraceId right = think(root, "right");
    TraceId leaf = think(left, "leaf");

    assertThat(ids(traces.roots(now, "", ALL))).containsExactly(root, other);
    assertThat(ids(traces.children(now, root, "", ALL))).containsExactly(left, right);
    assertThat(traces.children(now, leaf, "", ALL).items()).isEmpty();
    assertThat(traces.children(now, NOBODY, "", ALL).items()).isEmpty();
    TraceTree tree = traces.tree(now, root).orElseThrow();
    assertThat(tree.trace().id()).isEqualTo(root);
    assertThat(tree.truncated()).isFalse();
    assertThat(ids(tree.children().stream().map(TraceTree::trace).toList()))
        .containsExactly(left, right);
    assertThat(tree.children().get(0).children().get(0).trace().id()).isEqualTo(leaf);
    assertThat(traces.tree(now, NOBODY)).isEmpty();
  }

  @Test
  void record_parentOfAnotherRunOrUnknown_isNotFoundAndRecordsNothing() {
    RunId otherRun = new Runs().create(db.global(), "other");
    TraceId stranger = traces.record(db.in(otherRun), new Thought("elsewhere"));

    for (TraceId parent : List.of(stranger, NOBODY)) {
      assertThatThrownBy(() -> think(parent, "orphan"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("parent " + parent)
          .hasMessageContaining("not in run " + run);
    }
    assertThat(traces.count(now)).isZero();
    assertThat(size(now, true)).isZero();
  }

  /** How many rows, or index rows, a run has. */
  private static int size(ReadScope scope, boolean index) {
    List<byte[]> keys = new ArrayList<>();
    scope.scan(
        index ? TraceStore.INDEX : TraceStore.ROWS,
        KeyRange.all(),
        (key, value, version, at) -> keys.add(key));
    return keys.size();
  }

  @Test
  void tree_bounds_atBelowAndAbove() {
    List<TraceId> chain = new ArrayList<>(List.of(think("0")));
    for (int i = 1; i <= 4; i++) {
      chain.add(think(chain.get(i - 1), "" + i));
    }
    think(chain.get(0), "late child of the root");
    TraceId root = chain.get(0);

    assertThat(traces.tree(now, root, 4, 6).orElseThrow().truncated()).isFalse();
    TraceTree shallow = traces.tree(now, root, 3, 6).orElseThrow();
    assertThat(shallow.truncated()).isTrue();
    assertThat(sizeOf(shallow)).isEqualTo(5);
    assertThat(shallow.children().get(0).truncated()).isTrue();
    assertThat(shallow.children().get(1).truncated()).isFalse();
    TraceTree small = traces.tree(now, root, 4, 5).orElseThrow();
    assertThat(small.truncated()).isTrue();
    assertThat(sizeOf(small)).isEqualTo(5);
    assertThat(small.children()).hasSize(2); // Level by level: what is left out is the deepest.
    TraceTree alone = traces.tree(now, root, 0, 1).orElseThrow();
    assertThat(alone.truncated()).isTrue();
    assertThat(alone.children()).isEmpty();
    assertThatThrownBy(() -> traces.tree(now, root, 257, 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("0..256");
    assertThatThrownBy(() -> traces.tree(now, root, -1, 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> traces.tree(now, root, 1, 0))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  private static int sizeOf(TraceTree tree) {
    return 1 + tree.children().stream().mapToInt(TraceStoreTest::sizeOf).sum();
  }

  @Test
  void tree_deepestAllowed_canBeReadComparedAndPrinted() {
    TraceId last = think("0");
    TraceId root = last;
    for (int i = 1; i <= 257; i++) {
      last = think(last, "" + i);
    }

    TraceTree tree = traces.tree(now, root, 256, 10_000).orElseThrow();

    assertThat(sizeOf(tree)).isEqualTo(257);
    assertThat(tree.truncated()).isTrue();
    assertThat(tree).isEqualTo(traces.tree(now, root, 256, 10_000).orElseThrow());
    assertThat(tree.toString()).contains("content=256");
  }

  @Test
  void recordAll_mixed_isOneCommitInTheOrderGiven() {
    TraceId parent = think("parent");

    List<TraceId> ids =
        traces.recordAll(
            now,
            List.of(
                NewTrace.of(new Query("sql", "select")).tags("x"),
                NewTrace.of(new Thought("so")).parent(parent).metadata(Value.map("n", 1))));

    assertThat(ids).isSorted().hasSize(2);
    assertThat(ids).allMatch(id -> version(id) == db.stats().version());
    assertThat(traces.get(now, ids.get(1)).orElseThrow().parent()).contains(parent);
    assertThat(traces.recordAll(now, List.of())).isEmpty();
  }

  private long version(TraceId id) {
    return traces.get(now, id).orElseThrow().version();
  }

  @Test
  void recordAll_oneBad_failsWholeNamingItsIndex() {
    NewTrace good = NewTrace.of(new Thought("good")).tags("t");
    String tooLong = "x".repeat(1_025);

    assertThatThrownBy(() -> traces.recordAll(now, List.of(good, good.tags("ok", ""))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("trace at index 1: tag at index 1 is empty");
    assertThatThrownBy(() -> traces.recordAll(now, List.of(good, good.tags(tooLong))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("trace at index 1")
        .hasMessageContaining("is 1025, the limit is 1024");
    assertThatThrownBy(
            () -> traces.recordAll(now, List.of(good, NewTrace.of(new Custom("", Value.nil())))))
        .hasMessageContaining("trace at index 1: name of its type is empty");
    assertThatThrownBy(
            () -> traces.recordAll(now, List.of(good, NewTrace.of(new Thought("\uD800")))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("trace at index 1: string value has an unpaired surrogate");
    assertThatThrownBy(
            () -> traces.recordAll(now, List.of(good, NewTrace.of(new ToolCall("t", deep(127))))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at index 1");
    assertThatThrownBy(() -> traces.recordAll(now, Arrays.asList(good, null)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("trace at index 1 is missing");
    assertThatThrownBy(() -> traces.recordAll(now, List.of(good, good.parent(NOBODY))))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("of trace at index 1");
    assertThat(traces.count(now)).isZero();
    assertThat(size(now, true)).isZero();
  }

  /** Limits of values, which the engine would check without knowing of a batch. */
  @Test
  void recordAll_valueOverTheDatabasesLimits_namesItsIndex() {
    Limits d = Limits.defaults();
    Limits low = new Limits(8, 64, 300, 400, 3, 8, 100, 100_000, d.maxBytes());
    try (Database small = Database.inMemory(DatabaseOptions.defaults().limits(low))) {
      Scope s = small.in(new Runs().create(small.global(), "small"));
      NewTrace good = NewTrace.of(new Thought("x".repeat(300)));
      NewTrace deepest = NewTrace.of(new Custom("deep", deep(1)));
      assertThat(traces.recordAll(s, List.of(good, deepest))).hasSize(2);

      assertRefused(s, good, new Custom("deep", deep(2)), "nesting of a value, at ");
      assertRefused(s, good, new Thought("x".repeat(301)), "a string in bytes, at ");
      assertRefused(s, good, new Custom("wide", Value.list(zeros(9))), "entries, at ");
      assertRefused(s, good, new ToolCall("x".repeat(200), Value.of("x".repeat(200))), "");
      assertThat(traces.count(s)).isEqualTo(2);
    }
  }

  private static Value[] zeros(int count) {
    return Collections.nCopies(count, Value.of(0)).toArray(new Value[0]);
  }

  private void assertRefused(Scope scope, NewTrace good, TraceContent bad, String what) {
    assertThatThrownBy(() -> traces.recordAll(scope, List.of(good, NewTrace.of(bad))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining(what + "trace at index 1");
  }

  private static Value deep(int levels) {
    Value value = Value.list();
    for (int i = 0; i < levels; i++) {
      value = Value.list(value);
    }
    return value;
  }

  @Test
  void limits_atAndAbove_ofTagsOptionsNamesAndNesting() {
    String longest = "é".repeat(512);
    List<String> tags = IntStream.range(0, 64).mapToObj(i -> "t" + i).toList();
    List<String> options = Collections.nCopies(1_000, "o");
    TraceId id =
        traces.record(now, new Decision("?", options, "o"), tags, Value.map("k", deep(125)));
    TraceId custom = traces.record(now, new Custom(longest, deep(126)), List.of(longest), NONE);

    assertThat(traces.get(now, id).orElseThrow().tags()).isEqualTo(tags);
    assertThat(ids(traces.byTag(now, "t63", "", ALL))).containsExactly(id);
    assertThat(ids(traces.byTag(now, longest, "", ALL))).containsExactly(custom);
    assertThat(ids(traces.byType(now, TraceType.custom(longest), "", ALL))).containsExactly(custom);
    assertThatThrownBy(
            () ->
                NewTrace.of(new Thought(""))
                    .tags(IntStream.range(0, 65).mapToObj(i -> "t" + i).toArray(String[]::new)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("number of tags of a trace is 65, the limit is 64");
    assertThatThrownBy(() -> new Decision("?", Collections.nCopies(1_001, "o"), "o"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("number of options of a decision is 1001, the limit is 1000");
    assertThatThrownBy(() -> traces.byType(now, TraceType.custom(longest + "x"), "", ALL))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> traces.byTag(now, "", "", ALL))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("tag is empty");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-0.1, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void thought_confidenceOutsideItsRange_isRefused(double confidence) {
    assertThatThrownBy(() -> new Thought("hm", OptionalDouble.of(confidence)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("confidence " + confidence)
        .hasMessageContaining("0..1");
    assertThat(new Thought("hm", OptionalDouble.of(1)).confidence()).hasValue(1);
    assertThat(new Thought("hm", OptionalDouble.of(0)).confidence()).hasValue(0);
  }

  @Test
  void contents_badNumbers_areRefused() {
    assertThatThrownBy(() -> new Query("q", "q", OptionalLong.of(-1)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("-1");
    for (Duration bad : List.of(Duration.ofNanos(-1), Duration.ofDays(36_500).plusNanos(1))) {
      assertThatThrownBy(() -> new ToolCall("t", Value.nil(), Optional.empty(), Optional.of(bad)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("36,500 days");
    }
    ToolCall longest =
        new ToolCall("t", Value.nil(), Optional.empty(), Optional.of(Duration.ofDays(36_500)));
    TraceId id = traces.record(now, longest);
    assertThat(traces.get(now, id).orElseThrow().content()).isEqualTo(longest);
  }

  @Test
  void transaction_ownTraces_areFoundAndRolledBack() {
    TraceId before = think("before", "tag");
    Exception rollback = new IOException("rolled back");

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      Scope s = tx.in(run);
                      TraceId first = traces.record(s, new Thought("first"), List.of("tag"), NONE);
                      TraceId second =
                          traces.record(s, new Thought("second"), List.of("tag"), NONE, first);
                      assertThat(traces.get(s, first).orElseThrow().version())
                          .isEqualTo(Versioned.PENDING);
                      assertThat(ids(traces.byTag(s, "tag", "", ALL)))
                          .containsExactly(before, first, second);
                      assertThat(ids(traces.newest(s, 2, TraceType.THOUGHT)))
                          .containsExactly(second, first);
                      assertThat(ids(traces.children(s, first, "", ALL))).containsExactly(second);
                      assertThat(traces.tree(s, first).orElseThrow().children()).hasSize(1);
                      assertThat(ids(traces.roots(s, "", ALL))).containsExactly(before, first);
                      assertThat(traces.count(s)).isEqualTo(3);
                      throw rollback;
                    }))
        .isSameAs(rollback);

    assertThat(ids(traces.byTag(now, "tag", "", ALL))).containsExactly(before);
    assertThat(size(now, false)).isEqualTo(1);
    assertThat(size(now, true)).isEqualTo(2);
  }

  @Test
  void transaction_resultOfAQueryChangesMeanwhile_isAConflictOnlyThen() {
    think("seen", "tag");

    db.transact(
        tx -> {
          traces.byTag(tx.in(run), "tag", "", ALL);
          elsewhere(() -> think("of another tag", "other"));
          traces.record(tx.in(run), new Thought("so"));
        });
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      traces.byTag(tx.in(run), "tag", "", ALL);
                      elsewhere(() -> think("of that tag", "tag"));
                      traces.record(tx.in(run), new Thought("so"));
                    }))
        .isInstanceOf(ConflictException.class);
  }

  static Stream<Arguments> searches() {
    TraceStore traces = new TraceStore();
    return Stream.of(
        search("tree", (s, root) -> traces.tree(s, root)),
        search("children", (s, root) -> traces.children(s, root, "", 1)),
        search("roots", (s, root) -> traces.roots(s, "", 9)),
        search("newest", (s, root) -> traces.newest(s, 1)),
        search("newest of a type", (s, root) -> traces.newest(s, 1, TraceType.THOUGHT)),
        search("count", (s, root) -> traces.count(s)),
        search("count of a type", (s, root) -> traces.count(s, TraceType.THOUGHT)),
        search("byType", (s, root) -> traces.byType(s, TraceType.THOUGHT, "", 9)),
        search("byTag", (s, root) -> traces.byTag(s, "tag", "", 9)),
        search("byTime", (s, root) -> traces.byTime(s, 0, Long.MAX_VALUE, "", 9)));
  }

  private static Arguments search(String name, BiConsumer<ReadScope, TraceId> search) {
    return Arguments.of(name, search);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("searches")
  void transaction_anotherRecordsWhatASearchWouldFind_isAConflict(
      String name, BiConsumer<ReadScope, TraceId> search) {
    TraceId root = think("root", "tag");
    tick();

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      search.accept(tx.in(run), root);
                      elsewhere(
                          () ->
                              traces.record(
                                  now, new Thought("theirs"), List.of("tag"), NONE, root));
                      elsewhere(() -> think("another root"));
                      traces.record(tx.in(run), new Thought("mine"));
                    }))
        .isInstanceOf(ConflictException.class);
  }

  private static void elsewhere(Runnable task) {
    CompletableFuture.runAsync(task).join();
  }

  @Test
  void transaction_recordingBesideOthers_neverConflicts() {
    TraceId parent = think("parent");

    db.transact(
        tx -> {
          TraceId first =
              traces.record(tx.in(run), new Thought("mine"), List.of("t"), NONE, parent);
          elsewhere(() -> traces.record(now, new Thought("theirs"), List.of("t"), NONE, parent));
          TraceId second =
              traces.record(tx.in(run), new Thought("mine"), List.of("t"), NONE, parent);
          assertThat(second).isGreaterThan(first);
        });

    assertThat(traces.children(now, parent, "", ALL).items()).hasSize(3);
  }

  /** Chance alone would let the later of two overwrite the earlier. */
  @Test
  void write_idThatAConcurrentCommitTakes_isAConflict() {
    TraceId id = TraceId.first(micros(), 1);
    PreparedTrace mine = PreparedTrace.of(NewTrace.of(new Thought("mine")), "trace", now.limits());
    PreparedTrace theirs =
        PreparedTrace.of(NewTrace.of(new Thought("theirs")), "trace", now.limits());

    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      mine.write(tx.in(run), id);
                      elsewhere(() -> db.transact(other -> theirs.write(other.in(run), id)));
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(traces.get(now, id).orElseThrow().content()).isEqualTo(new Thought("theirs"));
  }

  @Test
  void byType_rowOfAnIndexRowIsGone_isCorruptionAndNotLeftOut() {
    TraceId id = think("hm");
    now.delete(TraceStore.ROWS, TraceKeys.row(id));

    assertThatThrownBy(() -> traces.byType(now, TraceType.THOUGHT, "", ALL))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(id.toString())
        .hasMessageContaining(run.toString());
  }

  @Test
  void reopen_directory_bringsBackTracesAndGoesOnBehindThem(@TempDir Path directory) {
    RunId own;
    TraceId first;
    Trace recorded;
    try (Database disk = Database.open(directory, options.durability(Durability.strict()))) {
      own = new Runs().create(disk.global(), "disk");
      first = traces.record(disk.in(own), new Thought("a"), List.of("t"), Value.map("k", 1));
      recorded = traces.get(disk.in(own), first).orElseThrow();
    }
    time = time.minusSeconds(60);
    try (Database disk = Database.open(directory, options.durability(Durability.strict()))) {
      Scope scope = disk.in(own);
      assertThat(traces.byTag(scope, "t", "", ALL).items()).containsExactly(recorded);
      assertThat(traces.history(scope, first).states())
          .extracting(TraceHistory.State::trace)
          .containsExactly(Optional.of(recorded));
      TraceId second = traces.record(scope, new Thought("b"), List.of("t"), NONE, first);
      assertThat(second).isGreaterThan(first);
      assertThat(ids(traces.byTag(scope, "t", "", ALL))).containsExactly(first, second);
      assertThat(ids(traces.children(scope, first, "", ALL))).containsExactly(second);
    }
  }

  @Test
  void past_versionsAndViews_showWhatWas() {
    TraceId first = think("a", "t");
    long version = db.stats().version();
    try (ReadView view = db.readView()) {
      think(first, "b");
      think("c", "t");

      for (ReadScope past : List.of(db.at(version).in(run), view.in(run))) {
        assertThat(ids(traces.byTag(past, "t", "", ALL))).containsExactly(first);
        assertThat(ids(traces.newest(past, 5, TraceType.THOUGHT))).containsExactly(first);
        assertThat(ids(traces.newest(past, 5))).containsExactly(first);
        assertThat(traces.children(past, first, "", ALL).items()).isEmpty();
        assertThat(traces.tree(past, first).orElseThrow().children()).isEmpty();
        assertThat(traces.count(past)).isEqualTo(1);
        assertThat(traces.get(past, first)).isPresent();
      }
    }
  }

  @Test
  void history_recordedTrace_isItsOneState() {
    long before = db.stats().version();
    TraceId id = think("hm", "t");
    Trace trace = traces.get(now, id).orElseThrow();
    think(id, "so");

    TraceHistory history = traces.history(now, id);
    assertThat(history.states())
        .containsExactly(new TraceHistory.State(Optional.of(trace), trace.version(), micros()));
    assertThat(history.cursor()).isZero();
    assertThat(traces.history(now, id, trace.version() + 1, 1)).isEqualTo(history);
    assertThat(traces.history(now, id, trace.version(), 1).states()).isEmpty();
    assertThat(traces.history(db.at(trace.version()).in(run), id).states())
        .isEqualTo(history.states());
    assertThat(traces.history(db.at(before).in(run), id).states()).isEmpty();
    assertThat(traces.history(now, NOBODY).states()).isEmpty();
    db.transact(
        tx -> {
          TraceId own = traces.record(tx.in(run), new Thought("mine"));
          TraceHistory.State state = traces.history(tx.in(run), own).states().get(0);
          assertThat(state.version()).isEqualTo(Versioned.PENDING);
          assertThat(state.trace()).isEqualTo(traces.get(tx.in(run), own));
        });
    assertThatThrownBy(() -> traces.history(now, id, 0, 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> traces.history(now, id, KeyHistory.NEWEST, 0))
        .isInstanceOf(InvalidArgumentException.class);
  }

  /** No operation here deletes a trace; a hand that did would show. */
  @Test
  void history_rowDeletedBehindTheStore_hasTheDeletion() {
    TraceId id = think("hm");
    now.delete(TraceStore.ROWS, TraceKeys.row(id));

    assertThat(traces.history(now, id).states())
        .extracting(state -> state.trace().isPresent())
        .containsExactly(false, true);
    TraceHistory newest = traces.history(now, id, KeyHistory.NEWEST, 1);
    assertThat(traces.history(now, id, newest.cursor(), 1).states())
        .extracting(state -> state.trace().isPresent())
        .containsExactly(true);
  }

  @Test
  void fork_ofAPastVersion_hasTheTracesOfThenWithTheirTimes() {
    TraceId first = think("a", "t");
    long version = db.stats().version();
    think("b", "t");
    time = time.plusSeconds(60);

    Scope fork = db.in(db.fork(run, version));

    assertThat(ids(traces.byTag(fork, "t", "", ALL))).containsExactly(first);
    TraceId next = traces.record(fork, new Thought("c"), List.of("t"), NONE, first);
    assertThat(ids(traces.byTag(fork, "t", "", ALL))).containsExactly(first, next);
    assertThat(traces.get(now, next)).isEmpty();
  }

  @Test
  void replay_everyStep_findsWhatWasThere() {
    for (int i = 0; i < 4; i++) {
      think("t" + i, "t");
    }

    List<RunView.Step> steps = db.replay(run).steps();

    assertThat(steps.subList(steps.size() - 4, steps.size()))
        .extracting(step -> traces.byTag(step.scope(), "t", "", ALL).items().size())
        .containsExactly(1, 2, 3, 4);
  }

  /** Rows and index rows survive the run: weakness 18 of the original. */
  @Test
  @Timeout(60)
  void deleteRun_sweptInTheBackground_leavesNothing() {
    try (Database own = Database.inMemory(DatabaseOptions.defaults())) {
      long keysBefore = own.stats().store().keys();
      Scope scope = own.in(new Runs().create(own.global(), "run"));
      TraceId parent = traces.record(scope, new Thought("a"), List.of("t", "u"), NONE);
      traces.record(scope, new Thought("b"), List.of("t"), NONE, parent);
      assertThat(own.stats().store().keys()).isGreaterThan(keysBefore + 8);

      new Runs().delete(scope);

      assertThatThrownBy(() -> traces.count(scope)).isInstanceOf(NotFoundException.class);
      while (own.stats().store().keys() > keysBefore) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void run_unknownFinishedOrArchived_isAnError() {
    Scope unknown = db.in(RunId.random());
    List<ThrowingCallable> operations =
        List.of(
            () -> traces.record(unknown, new Thought("hm")),
            () -> traces.recordAll(unknown, List.of(NewTrace.of(new Thought("hm")))),
            () -> traces.get(unknown, NOBODY),
            () -> traces.history(unknown, NOBODY),
            () -> traces.byType(unknown, TraceType.THOUGHT, "", 1),
            () -> traces.byTag(unknown, "t", "", 1),
            () -> traces.byTime(unknown, 0, 1, "", 1),
            () -> traces.children(unknown, NOBODY, "", 1),
            () -> traces.roots(unknown, "", 1),
            () -> traces.newest(unknown, 1),
            () -> traces.newest(unknown, 1, TraceType.THOUGHT),
            () -> traces.count(unknown),
            () -> traces.count(unknown, TraceType.THOUGHT),
            () -> traces.tree(unknown, NOBODY));
    assertThat(operations)
        .allSatisfy(
            operation -> assertThatThrownBy(operation).isInstanceOf(NotFoundException.class));
    TraceId id = think("hm");
    for (RunStatus status : List.of(RunStatus.COMPLETED, RunStatus.ARCHIVED)) {
      new Runs().transition(now, status);
      assertThatThrownBy(() -> think("late")).isInstanceOf(InvalidArgumentException.class);
      assertThat(ids(traces.newest(now, 5))).containsExactly(id);
    }
  }
}
