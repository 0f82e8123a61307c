package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.event.ChainVerification;
import dev.tidemark.event.Event;
import dev.tidemark.event.EventLog;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does reading a log cost at each tier: one event of 10,000, drawn anew each time, its payload
 * decoded; a page of a hundred of one type among 100,000; and the verification of 100,000?
 */
@Warmup(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class EventReadBenchmark {
  private static final int SHORT = 10_000;
  private static final int LONG = 100_000;
  private static final int PAGE = 100;
  private static final int HASH = 32;

  /** A log that is only read. */
  @State(Scope.Thread)
  public static class ShortLog {
    private EventLogs logs;
    private List<byte[]> stored;
    private UniformDraws draws;

    @Setup(Level.Trial)
    public void open() throws IOException {
      logs = EventLogs.open(SHORT);
      stored = logs.stored();
      draws = new UniformDraws("event read", SHORT);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      int at = draws.next();
      Event event = logs.log().read(logs.scope(), at).orElseThrow();
      ForkReport.current().checkEquals("payload", logs.event(at).payload(), event.payload());
      logs.finishUnchanged();
    }
  }

  /** A long log that is only read. */
  @State(Scope.Thread)
  public static class LongLog {
    private EventLogs logs;
    private List<byte[]> stored;
    private MessageDigest digest;
    private final byte[] hash = new byte[HASH];

    @Setup(Level.Trial)
    public void open() throws IOException, NoSuchAlgorithmException {
      logs = EventLogs.open(LONG);
      stored = logs.stored();
      digest = MessageDigest.getInstance("SHA-256");
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      List<Event> page = logs.log().byType(logs.scope(), EventLogs.TYPES.get(3), "", PAGE).items();
      ForkReport.current()
          .checkEquals("events of a page", PAGE, page.size())
          .checkEquals("last of a page", 3L + 5 * (PAGE - 1), page.get(PAGE - 1).sequence());
      logs.finishUnchanged();
    }
  }

  /** {@link List#get}. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "core/eventlog_read", tier = Tier.A0)
  public byte[] coreRead(ShortLog log) {
    return log.stored.get(log.draws.next());
  }

  /** The engine's get. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "engine/eventlog_read", tier = Tier.A1)
  public Value engineRead(ShortLog log) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(log.draws.next()).array();
    return log.logs.scope().get(EventLog.SPACE, key);
  }

  /** The facade's read, and the payload. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "eventlog/read", tier = Tier.B, from = Profile.STANDARD)
  public Value read(ShortLog log) {
    return log.logs.log().read(log.logs.scope(), log.draws.next()).orElseThrow().payload();
  }

  /** Every fifth of the list. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "core/eventlog_by_type", tier = Tier.A0)
  public void coreByType(LongLog log, Blackhole blackhole) {
    for (int i = 0; i < PAGE; i++) {
      blackhole.consume(log.stored.get(3 + 5 * i));
    }
  }

  /** The engine's gets of the same events. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(value = "engine/eventlog_by_type", tier = Tier.A1)
  public void engineByType(LongLog log, Blackhole blackhole) {
    for (int i = 0; i < PAGE; i++) {
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(3 + 5 * i).array();
      blackhole.consume(log.logs.scope().getVersioned(EventLog.SPACE, key));
    }
  }

  /** The facade's first page of a type. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "eventlog/by_type", tier = Tier.B)
  public List<Event> byType(LongLog log) {
    return log.logs.log().byType(log.logs.scope(), EventLogs.TYPES.get(3), "", PAGE).items();
  }

  /** The hashes alone. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "core/eventlog_verify_chain", tier = Tier.A0)
  public byte[] coreVerify(LongLog log) throws DigestException {
    for (byte[] event : log.stored) {
      log.digest.update(event, 0, event.length - HASH);
      log.digest.digest(log.hash, 0, HASH);
    }
    return log.hash;
  }

  /** The engine's scan alone. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "engine/eventlog_verify_chain", tier = Tier.A1)
  public void engineVerify(LongLog log, Blackhole blackhole) {
    log.logs
        .scope()
        .scan(
            EventLog.SPACE,
            KeyRange.all(),
            (key, value, version, time) -> {
              blackhole.consume(value);
              return true;
            });
  }

  /** The facade's verification of 100,000 events. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "eventlog/verify_chain", tier = Tier.B, from = Profile.STANDARD)
  public ChainVerification verify(LongLog log) {
    return log.logs.log().verifyChain(log.logs.scope());
  }
}
