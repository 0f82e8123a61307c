package dev.tidemark.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Event;
import dev.tidemark.event.EventCount;
import dev.tidemark.event.EventLog;
import dev.tidemark.event.EventRange;
import dev.tidemark.event.NewEvent;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events by their sequences. Any two appends conflict. */
final class Events implements Participant {
  private static final String TOUCHED = "touched";

  private final EventLog log = new EventLog();

  private record Happened(String type, Value payload) {
    static Happened of(Event event) {
      return new Happened(event.type(), event.payload());
    }
  }

  @Override
  public String name() {
    return "EventLog";
  }

  @Override
  public void touch(Scope scope, SortedMap<String, Object> model) {
    append(scope, model, TOUCHED, Value.of(log.length(scope)));
  }

  private void append(Scope scope, SortedMap<String, Object> model, String type, Value payload) {
    Event event = log.append(scope, type, payload);
    assertThat(event.sequence()).isEqualTo(model.size());
    model.put(place(model.size()), new Happened(type, payload));
  }

  private static String place(long sequence) {
    return "%08d".formatted(sequence);
  }

  @Override
  public void change(Scope scope, SortedMap<String, Object> model, Random random) {
    Value payload = Value.map("n", random.nextInt(1_000), "text", "x".repeat(random.nextInt(9)));
    String type = "type" + random.nextInt(3);
    if (random.nextInt(3) > 0) {
      append(scope, model, type, payload);
      return;
    }
    log.appendAll(scope, List.of(new NewEvent(type, payload), new NewEvent("other", payload)));
    model.put(place(model.size()), new Happened(type, payload));
    model.put(place(model.size()), new Happened("other", payload));
  }

  @Override
  public void fail(Scope scope) {
    log.appendAll(scope, List.of(new NewEvent("good", Value.of(1)), new NewEvent("", Value.of(2))));
  }

  @Override
  public SortedMap<String, Object> contents(ReadScope scope) {
    List<Event> events = log.range(scope, 0, Long.MAX_VALUE);
    SortedMap<String, Object> contents = new TreeMap<>();
    events.forEach(event -> contents.put(place(event.sequence()), Happened.of(event)));
    assertThat(log.length(scope)).isEqualTo(events.size());
    assertThat(events)
        .extracting(Event::sequence)
        .isEqualTo(IntStream.range(0, events.size()).mapToObj(i -> (long) i).toList());
    assertThat(log.head(scope).map(Event::sequence).orElse(-1L)).isEqualTo(events.size() - 1L);
    assertThat(log.verifyChain(scope).isValid()).isTrue();
    assertTypes(scope, events);
    return contents;
  }

  private void assertTypes(ReadScope scope, List<Event> events) {
    Map<String, Long> counts =
        events.stream().collect(Collectors.groupingBy(Event::type, Collectors.counting()));
    assertThat(
            log.types(scope).stream()
                .collect(Collectors.toMap(EventCount::type, EventCount::count)))
        .isEqualTo(counts);
    for (String type : counts.keySet()) {
      assertThat(log.byType(scope, type).stream().map(Event::sequence).toList())
          .isEqualTo(
              events.stream().filter(e -> e.type().equals(type)).map(Event::sequence).toList());
    }
  }

  @Override
  public long version(ReadScope scope) {
    EventRange touched = EventRange.all().type(TOUCHED).reverse();
    return log.range(scope, touched, "", 1).items().get(0).version();
  }

  @Override
  public String toString() {
    return name();
  }
}
