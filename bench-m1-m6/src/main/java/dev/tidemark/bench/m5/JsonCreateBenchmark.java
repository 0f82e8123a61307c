package dev.tidemark.bench.m5;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.Arrays;
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
import org.openjdk.jmh.infra.IterationParams;

/** What does creating a document cost, by its size, depth and width? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class JsonCreateBenchmark {
  /** About 100 bytes, 1 KiB and 10 KiB; levels; members. */
  @Param({
    "small",
    "medium",
    "large",
    "depth_1",
    "depth_5",
    "depth_10",
    "depth_20",
    "keys_10",
    "keys_100",
    "keys_1000"
  })
  String shape;

  private Documents documents;
  private Value document;
  private String[] ids;
  private int next;

  private static Value document(String shape) {
    return switch (shape) {
      case "small" ->
          Value.map("name", "agent-7", "step", 7, "state", "running", "note", "x".repeat(40));
      case "medium" -> Documents.kilobyte();
      case "large" -> {
        Value[] parts = new Value[10];
        Arrays.fill(parts, Documents.kilobyte());
        yield Value.map("parts", Value.list(parts));
      }
      default -> {
        int number = Integer.parseInt(shape.substring(shape.indexOf('_') + 1));
        yield shape.startsWith("depth") ? Documents.nested(number) : Documents.wide(number);
      }
    };
  }

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    document = document(shape);
    documents = Documents.open(0, document);
    ids = Documents.ids(iteration.getBatchSize());
    next = 0;
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    long wrong = 0;
    for (String id : ids) {
      wrong += document.equals(documents.at(id, "$")) ? 0 : 1;
    }
    documents.finish(iteration, ids.length, wrong);
  }

  /** A document with an id of its own. */
  @Benchmark
  @BenchId(
      value = "json_create/{shape}",
      tier = Tier.B,
      standard = "json_create/small",
      batch = 20_000,
      batchStrict = 200)
  public long create() {
    return documents.json().create(documents.scope(), ids[next++], document);
  }
}
