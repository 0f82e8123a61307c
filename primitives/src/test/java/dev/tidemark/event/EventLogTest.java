package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventLogTest {
  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> time;
  private final Database db =
      Database.inMemory(
          DatabaseOptions.defaults().clock(clock).retention(Retention.commits(1_000)));
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final EventLog log = new EventLog();

  @AfterEach
  void close() {
    assertThat(log.verifyChain(now).reason()).isEmpty();
    db.close();
  }

  private Event append(String type, long payload) {
    return log.append(now, type, Value.of(payload));
  }

  /** Appends one event a second: a 0, b 1, a 2, c 3, a 4. */
  private long fill() {
    long start = micros();
    for (String type : List.of("a", "b", "a", "c", "a")) {
      append(type, log.length(now));
      time = time.plusSeconds(1);
    }
    return start;
  }

  private long micros() {
    return time.toEpochMilli() * 1_000;
  }

  private static List<Long> sequences(List<Event> events) {
    return events.stream().map(Event::sequence).toList();
  }

  @Test
  void append_event_readsBackWhole() {
    Value payload = Value.map("tool", "grep", "hits", 3, "ratio", -0.0, "none", null);

    Event event = log.append(now, "tool_call", payload);

    assertThat(event.sequence()).isZero();
    assertThat(event.type()).isEqualTo("tool_call");
    assertThat(event.payload()).isEqualTo(payload);
    assertThat(event.timeMicros()).isEqualTo(micros());
    assertThat(event.version()).isEqualTo(db.stats().version());
    assertThat(event.previousHash()).isEqualTo("0".repeat(64));
    assertThat(event.hash()).matches("[0-9a-f]{64}");
    assertThat(log.read(now, 0)).contains(event);
    assertThat(log.head(now)).contains(event);
    assertThat(event).hasSameHashCodeAs(log.head(now).orElseThrow());
    assertThat(event).hasToString("Event[0, tool_call, " + payload + "]");
  }

  @Test
  void append_next_countsOnAndNamesTheHashBefore() {
    Event first = append("a", 1);
    Event second = append("a", 1);

    assertThat(second.sequence()).isEqualTo(1);
    assertThat(second.previousHash()).isEqualTo(first.hash());
    assertThat(second.hash()).isNotEqualTo(first.hash());
    assertThat(log.length(now)).isEqualTo(2);
    assertThat(second).isNotEqualTo(first).isNotEqualTo("event");
  }

  @Test
  void read_outsideTheLog_isEmpty() {
    assertThat(log.head(now)).isEmpty();
    assertThat(log.length(now)).isZero();
    append("a", 1);

    for (long sequence : new long[] {-1, Long.MIN_VALUE, 1, Long.MAX_VALUE}) {
      assertThat(log.read(now, sequence)).isEmpty();
    }
  }

  @Test
  void appendAll_events_areOneCommitInOrder() {
    append("a", 0);
    List<Event> added =
        log.appendAll(now, List.of(new NewEvent("b", Value.of(1)), new NewEvent("c", Value.of(2))));

    assertThat(sequences(added)).containsExactly(1L, 2L);
    assertThat(added).extracting(Event::version).containsOnly(db.stats().version());
    assertThat(log.range(now, 1, 3)).isEqualTo(added);
    long version = db.stats().version();
    assertThat(log.appendAll(now, List.of())).isEmpty();
    assertThat(db.stats().version()).isEqualTo(version);
  }

  @Test
  void appendAll_oneBadEvent_namesItsIndexAndAppendsNone() {
    NewEvent good = new NewEvent("a", Value.of(1));
    for (NewEvent bad :
        Arrays.asList(
            new NewEvent("", Value.of(1)),
            new NewEvent("a\0", Value.of(1)),
            new NewEvent(null, Value.of(1)),
            new NewEvent("a", null),
            null)) {
      assertThatThrownBy(() -> log.appendAll(now, Arrays.asList(good, bad, good)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("at index 1");
    }
    assertThatThrownBy(
            () -> log.appendAll(now, List.of(good, new NewEvent("x".repeat(1_025), Value.of(1)))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("event type at index 1");
    assertThat(log.length(now)).isZero();
  }

  @Test
  void transaction_appends_chainAndAreOneWithTheRest() {
    append("a", 0);
    KVStore kv = new KVStore();
    Committed<List<Event>> done =
        db.transactResult(
            tx -> {
              Scope s = tx.in(run);
              Event first = log.append(s, "b", Value.of(1));
              kv.put(s, "last", first.sequence());
              assertThat(first.version()).isEqualTo(Versioned.PENDING);
              assertThat(log.head(s)).contains(first);
              log.appendAll(s, List.of(new NewEvent("a", Value.of(2))));
              assertThat(log.length(s)).isEqualTo(3);
              assertThat(sequences(log.range(s, 0, 9))).containsExactly(0L, 1L, 2L);
              assertThat(sequences(log.byType(s, "a"))).containsExactly(0L, 2L);
              assertThat(log.types(s))
                  .containsExactly(new EventCount("a", 2), new EventCount("b", 1));
              assertThat(log.verifyChain(s).isValid()).isTrue();
              return log.range(s, 1, 3);
            });

    assertThat(log.range(now, 1, 3)).extracting(Event::version).containsOnly(done.version());
    assertThat(log.range(now, 1, 3))
        .extracting(Event::hash)
        .isEqualTo(done.value().stream().map(Event::hash).toList());
    assertThat(kv.getLong(now, "last")).hasValue(1);
  }

  @Test
  void transaction_rolledBack_usesNoSequence() {
    append("a", 0);
    assertThatThrownBy(
            () ->
                db.transact(
                    tx -> {
                      log.append(tx.in(run), "lost", Value.of(1));
                      throw new IllegalStateException("rolled back");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(log.types(now)).containsExactly(new EventCount("a", 1));
    assertThat(append("b", 1).sequence()).isEqualTo(1);
    assertThat(log.byType(now, "lost")).isEmpty();
  }

  @Test
  void range_bounds_areClampedToTheLog() {
    fill();

    assertThat(sequences(log.range(now, 1, 3))).containsExactly(1L, 2L);
    assertThat(sequences(log.range(now, 3, Long.MAX_VALUE))).containsExactly(3L, 4L);
    assertThat(log.range(now, 5, 9)).isEmpty();
    assertThat(log.range(now, 2, 2)).isEmpty();
    assertThat(log.range(now, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void range_pagesInEveryOrderAndType_visitEachEventOnce() {
    fill();
    EventRange all = EventRange.all();

    for (int limit = 1; limit <= 6; limit++) {
      assertThat(pages(all, limit)).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(pages(all.reverse(), limit)).containsExactly(4L, 3L, 2L, 1L, 0L);
      assertThat(pages(all.type("a"), limit)).containsExactly(0L, 2L, 4L);
      assertThat(pages(all.type("a").reverse(), limit)).containsExactly(4L, 2L, 0L);
      assertThat(pages(all.to(4).from(1), limit)).containsExactly(1L, 2L, 3L);
      assertThat(pages(all.to(4).from(1).reverse(), limit)).containsExactly(3L, 2L, 1L);
      assertThat(pages(all.to(4).from(1).type("a"), limit)).containsExactly(2L);
      assertThat(pages(all.type("A"), limit)).isEmpty();
    }
    assertThat(log.range(now, all, "7", 1).items()).isEmpty();
    assertThat(log.range(now, all.reverse(), "9", 1).items()).hasSize(1);
    assertThat(log.range(now, all, "" + Long.MAX_VALUE, 1).items()).isEmpty();
  }

  private List<Long> pages(EventRange range, int limit) {
    return pages(cursor -> log.range(now, range, cursor, limit));
  }

  private static List<Long> pages(Function<String, Page<Event>> pages) {
    List<Long> found = new ArrayList<>();
    Page<Event> page = pages.apply("");
    found.addAll(sequences(page.items()));
    while (page.hasNext()) {
      page = pages.apply(page.cursor());
      assertThat(page.items()).isNotEmpty();
      found.addAll(sequences(page.items()));
    }
    return found;
  }

  @Test
  void range_badArguments_areRefused() {
    append("a", 0);
    assertThatThrownBy(() -> log.range(now, -1, 3)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> log.range(now, 3, 2)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> log.range(now, EventRange.all(), "", 0))
        .hasMessageContaining("at least 1");
    for (String cursor : List.of("x", "1.5", " 1", "9223372036854775808", "-1")) {
      assertThatThrownBy(() -> log.range(now, EventRange.all(), cursor, 1))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("cursor");
    }
    assertThatThrownBy(() -> log.byType(now, "a", "", 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> log.types(now, "", 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> log.byTime(now, 2, 1, "", 1)).hasMessageContaining("swap");
    assertThatThrownBy(() -> log.byTime(now, 1, 2, "", 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> log.history(now, 0, 1)).isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void byType_typesThatNoEventCanHave_areRefused() {
    for (String type : List.of("", "a\0", "\uDC00")) {
      assertThatThrownBy(() -> log.byType(now, type))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("event type");
      assertThatThrownBy(() -> log.range(now, EventRange.all().type(type), "", 1))
          .isInstanceOf(InvalidArgumentException.class);
    }
    assertThatThrownBy(() -> log.byType(now, "x".repeat(1_025)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("event type in bytes of UTF-8 is 1025, the limit is 1024");
    assertThatThrownBy(() -> log.byType(now, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("type");
    assertThat(log.byType(now, "x".repeat(1_024))).isEmpty();
  }

  static Stream<Arguments> readsOfTheEnd() {
    EventLog log = new EventLog();
    return Stream.of(
        read("byType", s -> log.byType(s, "a")),
        read("byType of none", s -> log.byType(s, "new")),
        read("byType backwards", s -> log.range(s, EventRange.all().type("a").reverse(), "", 1)),
        read("types", log::types),
        read("range", s -> log.range(s, 0, 9)),
        read("range backwards", s -> log.range(s, EventRange.all().reverse(), "", 1)),
        read("byTime", s -> log.byTime(s, 0, Long.MAX_VALUE, "", 9)),
        read("length", log::length),
        read("head", log::head));
  }

  static Stream<Arguments> readsOfThePast() {
    EventLog log = new EventLog();
    return Stream.of(
        read("read", s -> log.read(s, 1)),
        read("range", s -> log.range(s, 0, 2)),
        read("range backwards", s -> log.range(s, EventRange.all().to(2).reverse(), "", 9)),
        read("page", s -> log.range(s, EventRange.all(), "", 1)));
  }

  private static Arguments read(String name, Consumer<ReadScope> read) {
    return Arguments.of(name, read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readsOfTheEnd")
  void transaction_logGrowsBehindAReadOfItsEnd_isAConflict(String name, Consumer<ReadScope> read) {
    assertThatThrownBy(() -> readWhileAnotherAppends(read)).isInstanceOf(ConflictException.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readsOfThePast")
  void transaction_logGrowsBehindAReadOfOldEvents_isNoConflict(
      String name, Consumer<ReadScope> read) {
    assertThat(readWhileAnotherAppends(read)).isEqualTo(3);
  }

  /** The length of the log, of an "a" and a "b" before, after the transaction. */
  private long readWhileAnotherAppends(Consumer<ReadScope> read) {
    DatabaseOptions once = DatabaseOptions.defaults().retry(RetryPolicy.none());
    try (Database own = Database.inMemory(once)) {
      Scope scope = own.in(new Runs().create(own.global(), "own"));
      log.appendAll(scope, List.of(new NewEvent("a", Value.of(0)), new NewEvent("b", Value.of(1))));
      own.transact(
          tx -> {
            read.accept(tx.in(scope.run()));
            Thread other = new Thread(() -> log.append(scope, "new", Value.of(2)));
            other.start();
            join(other);
            new KVStore().put(tx.in(scope.run()), "read", true);
          });
      return log.length(scope);
    }
  }

  @Test
  void byTime_halfOpenRange_isExactToTheMicrosecond() {
    long start = fill();
    long second = 1_000_000;

    assertThat(byTime(start, start + 1)).containsExactly(0L);
    assertThat(byTime(start + 1, start + second)).isEmpty();
    assertThat(byTime(start + 1, start + second + 1)).containsExactly(1L);
    assertThat(byTime(start + second, start + 3 * second)).containsExactly(1L, 2L);
    assertThat(byTime(Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(byTime(start + 5 * second, Long.MAX_VALUE)).isEmpty();
    assertThat(byTime(start, start)).isEmpty();
    for (int limit = 1; limit <= 4; limit++) {
      int most = limit;
      assertThat(pages(cursor -> log.byTime(now, start + second, start + 4 * second, cursor, most)))
          .containsExactly(1L, 2L, 3L);
    }
  }

  private List<Long> byTime(long from, long to) {
    return sequences(log.byTime(now, from, to, "", 100).items());
  }

  @Test
  void append_clockStepsBack_timesNeverDecrease() {
    Event first = append("a", 0);
    time = time.minusSeconds(3_600);
    Event second = append("a", 1);

    assertThat(second.timeMicros()).isEqualTo(first.timeMicros());
    assertThat(byTime(first.timeMicros(), first.timeMicros() + 1)).containsExactly(0L, 1L);
  }

  @Test
  void types_pages_areInTheOrderOfUtf8() {
    for (String type : List.of("z", "\uD83D\uDE00", "\uFFFD", "b", "z")) {
      append(type, 0);
    }
    List<EventCount> counts = log.types(now);

    assertThat(counts)
        .containsExactly(
            new EventCount("b", 1),
            new EventCount("z", 2),
            new EventCount("\uFFFD", 1),
            new EventCount("\uD83D\uDE00", 1));
    for (int limit = 1; limit <= 5; limit++) {
      List<EventCount> found = new ArrayList<>();
      Page<EventCount> page = log.types(now, "", limit);
      found.addAll(page.items());
      while (page.hasNext()) {
        page = log.types(now, page.cursor(), limit);
        found.addAll(page.items());
      }
      assertThat(found).isEqualTo(counts);
    }
  }

  @Test
  void type_limits_atAndAbove() {
    String longest = "\u00e9".repeat(512);
    append(longest, 1);

    assertThat(log.byType(now, longest)).hasSize(1);
    assertThat(log.read(now, 0).orElseThrow().type()).isEqualTo(longest);
    assertThatThrownBy(() -> append(longest + "x", 1))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 1025, the limit is 1024");
    assertThatThrownBy(() -> append("", 1)).hasMessageContaining("empty");
    assertThatThrownBy(() -> append("a\0", 1)).hasMessageContaining("NUL");
    assertThatThrownBy(() -> append("\uDC00", 1)).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> log.append(now, null, Value.of(1))).hasMessageContaining("no type");
    assertThatThrownBy(() -> log.append(now, "a", null)).hasMessageContaining("no payload");
  }

  @Test
  void payload_limits_belowAtAndAbove() {
    Limits d = Limits.defaults();
    int overhead = EventFormat.OVERHEAD + 1 + 3;
    Limits low = new Limits(8, 64, 300, 400, 2, 4, 100, 100_000, d.maxBytes());
    try (Database small = Database.inMemory(DatabaseOptions.defaults().limits(low))) {
      Scope s = small.in(new Runs().create(small.global(), "small"));
      log.append(s, "t", Value.of("x".repeat(300 - overhead)));

      assertThatThrownBy(() -> log.append(s, "t", Value.of("x".repeat(301 - overhead))))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("an event in bytes")
          .hasMessageContaining("is 301, the limit is 300");
      assertThatThrownBy(() -> log.append(s, "t", Value.of("x".repeat(301))))
          .hasMessageContaining("event payload");
      log.append(s, "t", Value.list(Value.list()));
      assertThatThrownBy(() -> log.append(s, "t", Value.list(Value.list(Value.list()))))
          .hasMessageContaining("nesting of a value, at event payload is 3, the limit is 2");
      log.append(s, "t", Value.vector(1, 2, 3, 4));
      assertThatThrownBy(() -> log.append(s, "t", Value.vector(1, 2, 3, 4, 5)))
          .isInstanceOf(LimitExceededException.class);
      assertThatThrownBy(() -> log.append(s, "123456789", Value.of(1)))
          .hasMessageContaining("the limit is 8");
      assertThat(log.length(s)).isEqualTo(3);
      assertThat(log.verifyChain(s).isValid()).isTrue();
    }
  }

  @Test
  void append_largestPayload_isWhole() {
    byte[] bytes = new byte[(16 << 20) - EventFormat.OVERHEAD - 1 - 5];
    Arrays.fill(bytes, (byte) 7);
    log.append(now, "t", Value.bytes(bytes));

    assertThat(log.head(now).orElseThrow().payload()).isEqualTo(Value.bytes(bytes));
    assertThatThrownBy(() -> log.append(now, "t", Value.bytes(new byte[bytes.length + 1])))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("16777217")
        .hasMessageContaining("16777216");
  }

  @Test
  void unknownRun_everyOperation_isNotFound() {
    Scope nobody = db.in(RunId.random());
    List<Consumer<Scope>> operations =
        List.of(
            s -> log.append(s, "a", Value.of(1)),
            s -> log.appendAll(s, List.of(new NewEvent("a", Value.of(1)))),
            s -> log.read(s, 0),
            s -> log.head(s),
            s -> log.length(s),
            s -> log.range(s, 0, 1),
            s -> log.range(s, EventRange.all().reverse(), "", 1),
            s -> log.byTime(s, 0, 1, "", 1),
            s -> log.byType(s, "a"),
            s -> log.types(s),
            s -> log.verifyChain(s),
            s -> log.history(s),
            s -> log.diff(s, now));
    for (Consumer<Scope> operation : operations) {
      assertThatThrownBy(() -> operation.accept(nobody)).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void append_finishedOrArchivedRun_isRefusedAndStaysReadable() {
    Event event = append("a", 1);
    for (RunStatus status : List.of(RunStatus.COMPLETED, RunStatus.ARCHIVED)) {
      new Runs().transition(now, status);
      assertThatThrownBy(() -> append("b", 2))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContainingAll(status.name());
    }

    assertThat(log.head(now)).contains(event);
    assertThat(log.byType(now, "a")).containsExactly(event);
  }

  @Test
  void readView_laterAppends_doNotShow() {
    fill();
    try (ReadView view = db.readView()) {
      ReadScope then = view.in(run);
      append("a", 5);
      append("d", 6);

      assertThat(log.length(then)).isEqualTo(5);
      assertThat(sequences(log.byType(then, "a"))).containsExactly(0L, 2L, 4L);
      assertThat(log.byType(then, "d")).isEmpty();
      assertThat(log.types(then)).extracting(EventCount::count).containsExactly(3L, 1L, 1L);
      assertThat(log.head(then).orElseThrow().sequence()).isEqualTo(4);
      assertThat(log.range(then, 0, 9)).hasSize(5);
      assertThat(log.byTime(then, 0, Long.MAX_VALUE, "", 9).items()).hasSize(5);
      assertThat(log.verifyChain(then).length()).isEqualTo(5);
    }
    assertThat(sequences(log.byType(now, "d"))).containsExactly(6L);
  }

  @Test
  void byType_othersAppendMeanwhile_seesOnlyTheTransactionsView() {
    append("a", 0);
    int[] attempts = new int[1];
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          log.append(s, "mine", Value.of(1));
          if (attempts[0]++ == 0) {
            Thread other = new Thread(() -> append("theirs", 1));
            other.start();
            join(other);
            assertThat(log.byType(s, "theirs")).isEmpty();
            assertThat(sequences(log.byType(s, "mine"))).containsExactly(1L);
            assertThat(log.types(s)).extracting(EventCount::type).containsExactly("a", "mine");
          }
        });

    assertThat(attempts[0]).as("both appended, so the later one was repeated").isEqualTo(2);
    assertThat(log.types(now))
        .containsExactly(
            new EventCount("a", 1), new EventCount("mine", 1), new EventCount("theirs", 1));
    assertThat(sequences(log.byType(now, "mine"))).containsExactly(2L);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void history_appends_areTheLengthsTheLogHad() {
    append("a", 0);
    log.appendAll(now, List.of(new NewEvent("a", Value.of(1)), new NewEvent("a", Value.of(2))));
    Event last = append("a", 3);

    KeyHistory history = log.history(now);
    assertThat(history.states())
        .extracting(KeyHistory.State::value)
        .containsExactly(Value.of(4), Value.of(3), Value.of(1));
    assertThat(history.states().get(0).version()).isEqualTo(last.version());
    KeyHistory page = log.history(now, last.version(), 1);
    assertThat(page.states()).containsExactly(history.states().get(1));
    assertThat(log.history(now, page.cursor(), 9).states())
        .containsExactly(history.states().get(2));
    db.transact(
        tx -> {
          log.append(tx.in(run), "a", Value.of(4));
          assertThat(log.history(tx.in(run)).states().get(0).value()).isEqualTo(Value.of(5));
        });
  }

  @Test
  void diff_twoRuns_isByIndexTypeAndPayload() {
    RunId other = new Runs().create(db.global(), "other");
    Scope there = db.in(other);
    assertThat(log.diff(now, there).isSame()).isTrue();
    for (int i = 0; i < 3; i++) {
      append("same", i);
      time = time.plusSeconds(1);
      log.append(there, "same", Value.of(i));
    }

    EventDifference none = log.diff(now, there);
    assertThat(none.isSame()).isTrue();
    assertThat(none.commonPrefix()).isEqualTo(3);
    Event more = append("more", 3);
    EventDifference shorter = log.diff(now, there);
    assertThat(shorter.isSame()).isFalse();
    assertThat(shorter.commonPrefix()).isEqualTo(3);
    assertThat(shorter.first()).contains(more);
    assertThat(shorter.second()).isEmpty();
    assertThat(log.diff(there, now).second()).contains(more);
    Event differs = log.append(there, "more", Value.of(4));
    log.append(there, "more", Value.of(3));
    EventDifference parted = log.diff(now, there);
    assertThat(parted.commonPrefix()).isEqualTo(3);
    assertThat(parted.first()).contains(more);
    assertThat(parted.second()).contains(differs);
  }

  @Test
  void diff_typeThatRunsOnIntoThePayload_isNotTheSame() {
    Scope there = db.in(new Runs().create(db.global(), "other"));
    log.append(now, "a", Value.of("b"));
    log.append(there, "ab", Value.of(""));

    assertThat(log.diff(now, there).commonPrefix()).isZero();
  }
}
