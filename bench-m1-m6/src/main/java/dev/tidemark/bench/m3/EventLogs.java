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

/** Runs, each with a log of events of about 200 bytes, of five types in turn. */
final class EventLogs {
  static final List<String> TYPES =
      List.of("tool_call", "tool_result", "decision", "thought", "error");

  private static final int VARIANTS = 1_000;
  private static final int BATCH = 1_000;

  private final EventLog log = new EventLog();
  private final List<NewEvent> events;
  private final BenchDatabase database;
  private final List<Scope> scopes = new ArrayList<>();
  private final int filled;
  private int next;

  private EventLogs(int count) throws IOException {
    this.events = events();
    this.database = BenchDatabase.open();
    this.filled = count;
    this.next = count;
  }

  /** Opens a database in the mode the run asks for, with a log of a number of events. */
  static EventLogs open(int count) throws IOException {
    return open(1, count);
  }

  /** As {@link #open(int)}, with several such logs. */
  static EventLogs open(int logs, int count) throws IOException {
    EventLogs opened = new EventLogs(count);
    for (int i = 0; i < logs; i++) {
      opened.addLog();
    }
    opened.startCounting();
    return opened;
  }

  private void addLog() {
    Scope scope = database.database().in(database.newRun());
    for (int from = 0; from < filled; from += BATCH) {
      log.appendAll(scope, events(from, Math.min(BATCH, filled - from)));
    }
    scopes.add(scope);
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

  /** The run of the only log. */
  Scope scope() {
    return scope(0);
  }

  /** The run of one of several logs. */
  Scope scope(int index) {
    return scopes.get(index);
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
    scope()
        .scan(
            EventLog.SPACE,
            KeyRange.all(),
            (key, value, version, time) -> stored.add(SharedArrays.of((Value.BytesValue) value)));
    return stored;
  }

  /** Counts anew what the log of the database does. */
  void startCounting() {
    database.startCounting();
  }

  /** Reports what the log of the database did since {@link #startCounting}. */
  void reportLog(IterationParams iteration) {
    database.reportLog(iteration);
  }

  /** As {@link #reportLog}, and checks that this many events were appended. */
  void finish(IterationParams iteration, long appended) throws IOException {
    reportLog(iteration);
    finish(appended);
  }

  /** Checks that nothing was appended. */
  void finishUnchanged() throws IOException {
    finish(0);
  }

  /** Checks that this many events were appended to all logs together. */
  void finish(long appended) throws IOException {
    long length = 0;
    for (Scope scope : scopes) {
      length += log.length(scope);
      ForkReport.current()
          .checkEquals("what is wrong with the chain", "", log.verifyChain(scope).reason());
    }
    ForkReport.current().checkEquals("events", (long) filled * scopes.size() + appended, length);
    database.close();
  }
}
