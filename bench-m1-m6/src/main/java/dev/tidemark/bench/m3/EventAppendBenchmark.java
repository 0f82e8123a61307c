package dev.tidemark.bench.m3;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.event.Event;
import dev.tidemark.event.EventLog;
import dev.tidemark.event.NewEvent;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does appending an event cost at each tier, and does it cost more on a longer log? The lowest
 * tier chains and keeps the bytes that the facade stores; the engine writes them, and a head, as
 * the facade does, without making them.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class EventAppendBenchmark {
  private static final int HASH = 32;
  private static final int BATCH = 100;

  private static List<byte[]> storedBytes(int count) throws IOException {
    EventLogs logs = EventLogs.open(count);
    List<byte[]> stored = logs.stored();
    logs.finishUnchanged();
    return stored;
  }

  /** A list, and the digest that chains what is added to it. */
  @State(Scope.Thread)
  public static class ChainedList {
    private List<byte[]> source;
    private List<byte[]> list;
    private MessageDigest digest;

    @Setup(Level.Trial)
    public void prepare(IterationParams iteration) throws IOException, NoSuchAlgorithmException {
      source = storedBytes(iteration.getBatchSize());
      digest = MessageDigest.getInstance("SHA-256");
    }

    @Setup(Level.Iteration)
    public void clear() {
      list = new ArrayList<>();
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Iteration)
    public void check(IterationParams iteration) {
      long wrong = 0;
      for (int i = 0; i < list.size(); i++) {
        wrong += Arrays.equals(list.get(i), source.get(i)) ? 0 : 1;
      }
      ForkReport.current()
          .checkEquals("events", iteration.getBatchSize(), list.size())
          .checkEquals("events with another hash", 0L, wrong);
    }
  }

  /** A run that the stored bytes of events are put into. */
  @State(Scope.Thread)
  public static class PutRun {
    private static final KeySpace HEADS = KeySpace.unnamed(0x12);
    private static final byte[] HEAD = {'h'};

    private List<byte[]> source;
    private EventLogs run;
    private int next;

    @Setup(Level.Trial)
    public void prepare(IterationParams iteration) throws IOException {
      source = storedBytes(iteration.getBatchSize());
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      run = EventLogs.open(0);
      next = 0;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      ForkReport.current().checkEquals("events", source.size(), run.stored().size());
      run.scope().delete(HEADS, HEAD);
      for (int i = 0; i < source.size(); i++) {
        run.scope().delete(EventLog.SPACE, key(i));
      }
      run.finish(iteration, 0);
    }
  }

  /** An empty log. */
  @State(Scope.Thread)
  public static class Log {
    private EventLogs logs;

    @Setup(Level.Iteration)
    public void open() throws IOException {
      logs = EventLogs.open(0);
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      logs.finish(iteration, iteration.getBatchSize());
    }
  }

  /** An empty log, and the batches for it. */
  @State(Scope.Thread)
  public static class BatchedLog {
    private EventLogs logs;
    private List<List<NewEvent>> batches;
    private int next;

    @Setup(Level.Iteration)
    public void open(IterationParams iteration) throws IOException {
      logs = EventLogs.open(0);
      batches = new ArrayList<>();
      for (int i = 0; i < iteration.getBatchSize(); i++) {
        batches.add(logs.events(i * BATCH, BATCH));
      }
      next = 0;
    }

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      logs.finish(iteration, (long) BATCH * iteration.getBatchSize());
    }
  }

  /**
   * Logs of a certain length, a million events or less in all. Appends go to one until it has grown
   * by a fifth, then to the next: all are as long as they are called, and what has warmed the code
   * is appends to logs of that length.
   */
  @State(Scope.Thread)
  public static class FilledLogs {
    private static final int GROWTH = 5;

    @Param({"1000", "10000", "100000", "1000000"})
    int events;

    private EventLogs logs;
    private int appended;

    private dev.tidemark.transaction.Scope next() {
      return logs.scope(appended++ / (events / GROWTH));
    }

    @Setup(Level.Trial)
    public void open(BenchmarkParams benchmark) throws IOException {
      int appends = appends(benchmark.getWarmup()) + appends(benchmark.getMeasurement());
      logs = EventLogs.open((appends - 1) / (events / GROWTH) + 1, events);
    }

    private static int appends(IterationParams iterations) {
      return iterations.getCount() * iterations.getBatchSize();
    }

    @Setup(Level.Iteration)
    public void startCounting() {
      logs.startCounting();
    }

    @TearDown(Level.Iteration)
    public void report(IterationParams iteration) {
      logs.reportLog(iteration);
    }

    @TearDown(Level.Trial)
    public void close(BenchmarkParams benchmark) throws IOException {
      logs.finish(appends(benchmark.getWarmup()) + appends(benchmark.getMeasurement()));
    }
  }

  private static byte[] key(int sequence) {
    return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
  }

  /** A copy of the bytes, hashed, added to a list. */
  @Benchmark
  @BenchId(value = "core/eventlog_append", tier = Tier.A0, batch = 100_000)
  public byte[] coreAppend(ChainedList chained) throws DigestException {
    byte[] event = chained.source.get(chained.list.size()).clone();
    int end = event.length - HASH;
    chained.digest.update(event, 0, end);
    chained.digest.digest(event, end, HASH);
    chained.list.add(event);
    return event;
  }

  /** The engine's read of the head and put of both entries, in one transaction. */
  @Benchmark
  @BenchId(value = "engine/eventlog_append", tier = Tier.A1, batch = 50_000, batchStrict = 500)
  public long engineAppend(PutRun put) {
    byte[] event = put.source.get(put.next);
    byte[] key = key(put.next++);
    return put.run
        .scope()
        .atomically(
            tx -> {
              tx.get(PutRun.HEADS, PutRun.HEAD);
              tx.put(EventLog.SPACE, key, SharedArrays.adoptBytes(event));
              return tx.put(PutRun.HEADS, PutRun.HEAD, Value.bytes(key));
            })
        .version();
  }

  /** The facade's append. */
  @Benchmark
  @BenchId(
      value = "eventlog/append",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 50_000,
      batchStrict = 500)
  public Event append(Log log) {
    NewEvent event = log.logs.next();
    return log.logs.log().append(log.logs.scope(), event.type(), event.payload());
  }

  /** A hundred in one transaction. */
  @Benchmark
  @BenchId(value = "eventlog/append_all_100", tier = Tier.B, batch = 1_000, batchStrict = 200)
  public List<Event> appendAll(BatchedLog log) {
    return log.logs.log().appendAll(log.logs.scope(), log.batches.get(log.next++));
  }

  /** The facade's append onto a log of a certain length. */
  @Benchmark
  @Warmup(iterations = 5)
  @Measurement(iterations = 5)
  @BenchId(
      value = "eventlog/append/events_{events}",
      tier = Tier.B,
      batch = 20_000,
      batchStrict = 200,
      setUpMillis = 4_000)
  public Event appendAfter(FilledLogs filled) {
    NewEvent event = filled.logs.next();
    return filled.logs.log().append(filled.next(), event.type(), event.payload());
  }
}
