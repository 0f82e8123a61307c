package dev.tidemark.bench.support.redis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.support.Histograms;
import dev.tidemark.bench.support.LatencyReport;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * The client in a JVM of its own: the keys and values of the benchmarks it is compared with, each
 * command waited for and timed alone.
 */
public final class RedisFork {
  private static final Duration WARMUP = Duration.ofMillis(500);
  private static final Duration MEASURED = Duration.ofMillis(1500);

  private final RespClient client;
  private final RedisOperation operation;
  private final Entries entries;
  private final SplitMix64 draws;

  private RedisFork(RespClient client, RedisOperation operation) {
    this.client = client;
    this.operation = operation;
    this.entries = Entries.of(operation.keys());
    this.draws = Seed.stream("redis " + operation.id());
  }

  /** Measures the ids named after the port and prints what came out as JSON. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(measured(arguments));
  }

  private static ObjectNode measured(String... arguments) throws IOException {
    ObjectNode all = new ObjectMapper().createObjectNode();
    try (RespClient client = new RespClient(Integer.parseInt(arguments[0]))) {
      for (int i = 1; i < arguments.length; i++) {
        RedisOperation operation = RedisOperation.of(arguments[i]).orElseThrow();
        new RedisFork(client, operation).measure(all.putObject(operation.id()));
      }
    }
    return all;
  }

  private void measure(ObjectNode figures) throws IOException {
    expect("OK", client.call(RespClient.command("FLUSHALL")));
    for (int i = 0; i < entries.count(); i++) {
      expect("OK", client.call(set(i, entries.original(i))));
    }
    byte[][] commands = new byte[entries.count()][];
    for (int i = 0; i < commands.length; i++) {
      commands[i] =
          operation.writes()
              ? set(i, entries.replacement(i))
              : RespClient.command("GET", entries.key(i));
    }
    time(commands, WARMUP);
    Histogram times = time(commands, MEASURED);
    expect(String.valueOf(entries.count()), client.call(RespClient.command("DBSIZE")));
    LatencyReport report = LatencyReport.of(times);
    figures.put("mean_ns", times.getMean()).put("p50_ns", report.p50()).put("p99_ns", report.p99());
    figures.put("samples", times.getTotalCount());
  }

  private Histogram time(byte[][] commands, Duration length) throws IOException {
    Histogram times = Histograms.create();
    long end = System.nanoTime() + length.toNanos();
    long start = System.nanoTime();
    while (start < end) {
      int key = operation.hot() ? 0 : draws.nextInt(commands.length);
      start = System.nanoTime();
      String reply = client.call(commands[key]);
      times.recordValue(System.nanoTime() - start);
      expect(operation.writes() ? "OK" : text(entries.original(key)), reply);
    }
    return times;
  }

  private byte[] set(int key, Value value) {
    return RespClient.command("SET", entries.key(key), text(value));
  }

  private static String text(Value value) {
    return ((Value.StringValue) value).value();
  }

  private static void expect(String wanted, String reply) {
    if (!wanted.equals(reply)) {
      throw new IllegalStateException("redis answered " + reply + " instead of " + wanted);
    }
  }
}
