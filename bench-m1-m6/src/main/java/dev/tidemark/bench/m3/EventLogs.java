package dev.tidemark.bench.m3;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.event.EventLog;
import dev.tidemark.event.NewEvent;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.infra.IterationParams;

/** A run with a log of events of about 200 bytes, of five types in turn. */
final class EventLogs {
  static final List<String> TYPES =
      List.of("tool_call", "tool_result", "decision", "thought", "error");

  private static final int VARIANTS = 1_000;
  private static final int BATCH = 1_000;

  private final EventLog log = new EventLog();
  private final List<NewEvent> events;
  private final BenchDatabase database;
  private final Scope scope;
  private final int filled;
  private int next;

  private EventLogs(int count) throws IOException {
    this.events = events();
    this.database = BenchDatabase.open();
    this.scope = database.database().in(database.newRun());
    this.filled = count;
    this.next = count;
  }

  /** Opens a database in the mode the run asks for, with a log of a number of events. */
  static EventLogs open(int count) throws IOException {
    EventLogs logs = new EventLogs(count);
    for (int from = 0; from < count; from += BATCH) {
      List<NewEvent> batch = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        batch.add(logs.event(i));
      }
      logs.log.appendAll(logs.scope, batch);
    }
    logs.database.startCounting();
    return logs;
  }

  private static List<NewEvent> events() {
    SplitMix64 stream = Seed.stream("events");
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < VARIANTS; i++) {
      String text = "%016x".formatted(stream.nextLong()).repeat(3);
      Value payload =
          Value.map(
              "tool", "grep", "query", text, "hits", i, "score", i / 8.0, "cached", i % 2 == 0);
      events.add(new NewEvent(TYPES.get(i % TYPES.size()), payload));
    }
    return events;
  }

  EventLog log() {
    return log;
  }

  Scope scope() {
    return scope;
  }

  /** The event that is appended at a place. */
  NewEvent event(int sequence) {
    return events.get(sequence % VARIANTS);
  }

  /** The events from a place on. */
  List<NewEvent> events(int from, int count) {
    List<NewEvent> batch = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      batch.add(event(i));
    }
    return batch;
  }

  /** The event to be appended now. */
  NewEvent next() {
    return event(next++);
  }

  /** What is stored of every event, in order. */
  List<byte[]> stored() {
    List<byte[]> stored = new ArrayList<>();
    scope.scan(
        EventLog.SPACE,
        KeyRange.all(),
        (key, value, version, time) -> stored.add(SharedArrays.of((Value.BytesValue) value)));
    return stored;
  }

  /** Reports the log's work since it was filled, and checks that it grew by this many events. */
  void finish(IterationParams iteration, long appended) throws IOException {
    database.reportLog(iteration);
    check(appended);
  }

  /** Checks that nothing was appended. */
  void finishUnchanged() throws IOException {
    check(0);
  }

  private void check(long appended) throws IOException {
    ForkReport.current()
        .checkEquals("events", filled + appended, log.length(scope))
        .checkEquals("what is wrong with the chain", "", log.verifyChain(scope).reason());
    database.close();
  }
}
