package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.primitives.ModelHistory;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventLogPropertyTest {
  private final EventLog log = new EventLog();

  @Property(tries = 60)
  void verifyChain_anyPayloads_isValidBeforeAndAfterReopening(
      @ForAll("payloads") List<Value> payloads) throws IOException {
    Path directory = Files.createTempDirectory("event-log");
    try {
      RunId run;
      List<Event> live;
      try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
        run = new Runs().create(db.global(), "run");
        payloads.forEach(payload -> log.append(db.in(run), "t", payload));
        live = log.range(db.in(run), 0, Long.MAX_VALUE);
        assertThat(live).extracting(Event::payload).isEqualTo(payloads);
        assertThat(log.verifyChain(db.in(run)).reason()).isEmpty();
      }
      try (Database db = Database.open(directory, DatabaseOptions.defaults())) {
        assertThat(log.range(db.in(run), 0, Long.MAX_VALUE)).isEqualTo(live);
        assertThat(log.range(db.in(run), 0, Long.MAX_VALUE))
            .extracting(Event::payload)
            .isEqualTo(payloads);
        assertThat(log.verifyChain(db.in(run)))
            .isEqualTo(new ChainVerification(live.size(), OptionalLong.empty(), ""));
      }
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<List<Value>> payloads() {
    return Arbitraries.oneOf(value(4), Arbitraries.just(deepest())).list().ofMaxSize(12);
  }

  private static Arbitrary<Value> value(int levels) {
    Arbitrary<Value> scalar =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Value::of),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L << 53).map(Value::of),
            Arbitraries.longs().map(bits -> Value.of(Double.longBitsToDouble(bits))),
            Arbitraries.of(
                    Double.NaN,
                    -0.0,
                    0.0,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    1e300 * 10)
                .map(Value::of),
            Arbitraries.strings().ofMaxLength(80).map(EventLogPropertyTest::wellFormed),
            Arbitraries.of(true, false).map(Value::of),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Value::bytes),
            Arbitraries.floats().array(float[].class).ofMaxSize(9).map(Value::vector),
            Arbitraries.just(Value.nil()),
            Arbitraries.just(Value.emptyMap()));
    if (levels == 0) {
      return scalar;
    }
    Arbitrary<Value> inner = value(levels - 1);
    return Arbitraries.oneOf(
        scalar,
        inner.list().ofMaxSize(4).map(Value::list),
        Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(6), inner)
            .ofMaxSize(5)
            .map(Value::map));
  }

  private static Value wellFormed(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints().filter(c -> c < 0xD800 || c > 0xDFFF).forEach(kept::appendCodePoint);
    return Value.of(kept.toString());
  }

  /** As many levels of containers as a value may have. */
  private static Value deepest() {
    Value value = Value.of(1.5);
    for (int i = 0; i < Value.MAX_DEPTH; i++) {
      value = i % 2 == 0 ? Value.list(value) : Value.map("k", value, "a", i);
    }
    return value;
  }

  @Property(tries = 12)
  void log_anyLife_equalsTheModelAtEveryVersion(@ForAll long seed) {
    new Life(seed).live(80);
  }

  /** What a log is: its types, each with the number that is its event's payload. */
  private final class Life extends ModelHistory<List<String>> {
    Life(long seed) {
      super(seed);
    }

    @Override
    protected List<String> empty() {
      return new ArrayList<>();
    }

    @Override
    protected List<String> copy(List<String> model) {
      return new ArrayList<>(model);
    }

    @Override
    protected void committed(List<String> model, long version, long timeMicros) {
      // The log says nothing that depends on it.
    }

    @Override
    protected void forked(List<String> model) {
      // A fork's log goes on as the parent's would.
    }

    @Override
    protected void change(Scope scope, List<String> model, Random random) {
      List<NewEvent> events = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        events.add(new NewEvent("t" + random.nextInt(4), Value.of(model.size() + events.size())));
      }
      List<Event> added =
          events.size() == 1
              ? List.of(log.append(scope, events.get(0).type(), events.get(0).payload()))
              : log.appendAll(scope, events);
      assertThat(added.get(0).sequence()).isEqualTo(model.size());
      events.forEach(event -> model.add(event.type()));
    }

    @Override
    protected void assertSame(ReadScope scope, List<String> model, Random random) {
      int length = model.size();
      assertThat(log.length(scope)).isEqualTo(length);
      assertThat(log.head(scope).map(Event::sequence).orElse(-1L)).isEqualTo(length - 1);
      int from = random.nextInt(length + 1);
      int to = from + random.nextInt(length + 2 - from);
      assertThat(log.range(scope, from, to))
          .extracting(Event::payload)
          .containsExactlyElementsOf(numbers(model, "", from, to));
      String type = "t" + random.nextInt(5);
      EventRange range = EventRange.all().to(to).from(from).type(type);
      List<Value> expected = numbers(model, type, from, to);
      assertThat(payloads(log.range(scope, range, "", 1_000).items())).isEqualTo(expected);
      Collections.reverse(expected);
      assertThat(payloads(log.range(scope, range.reverse(), "", 1_000).items()))
          .isEqualTo(expected);
      assertThat(log.types(scope)).isEqualTo(counts(model));
      if (random.nextInt(5) == 0) {
        assertThat(log.verifyChain(scope).reason()).isEmpty();
      }
    }

    private List<Value> payloads(List<Event> events) {
      return events.stream().map(Event::payload).toList();
    }

    private List<Value> numbers(List<String> model, String type, int from, int to) {
      return IntStream.range(from, Math.min(to, model.size()))
          .filter(i -> type.isEmpty() || model.get(i).equals(type))
          .mapToObj(Value::of)
          .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<EventCount> counts(List<String> model) {
      Map<String, Long> counts = new TreeMap<>();
      model.forEach(type -> counts.merge(type, 1L, Long::sum));
      return counts.entrySet().stream()
          .map(entry -> new EventCount(entry.getKey(), entry.getValue()))
          .toList();
    }
  }
}
