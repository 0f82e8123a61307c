package dev.tidemark.bench.m5;

import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.json.JsonStore;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
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
 * What does reading one member of a document of 1 KiB cost at each tier, and what if the document
 * is always the same, or has no such member?
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class JsonGetBenchmark {
  private static final int COUNT = 10_000;

  /** Which document and which member are next. */
  @State(Scope.Thread)
  public static class Drawn {
    private final String[] ids = Documents.ids(COUNT);
    private final UniformDraws documents = new UniformDraws("json get document", COUNT);
    private final UniformDraws members = new UniformDraws("json get path", Documents.PATHS.length);
    private final ValuePath[] paths = new ValuePath[Documents.PATHS.length];

    @Setup(Level.Trial)
    public void parse() {
      Arrays.setAll(paths, i -> ValuePath.of((Object[]) Documents.PATHS[i].split("\\.", -1)));
    }

    private String id() {
      return ids[documents.next()];
    }

    private String path() {
      return Documents.PATHS[members.next()];
    }
  }

  /** A hash map of documents. */
  @State(Scope.Thread)
  public static class DocumentMap {
    private ConcurrentHashMap<String, Value> map;

    @Setup(Level.Trial)
    public void fill(Drawn drawn) {
      map = Documents.asMap(drawn.ids);
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Trial)
    public void check() {
      ForkReport.current().checkEquals("documents", COUNT, map.size());
    }
  }

  /** A run of documents. */
  @State(Scope.Thread)
  public static class Stored {
    private Documents documents;
    private JsonStore json;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Trial)
    public void open() throws IOException {
      documents = Documents.open(COUNT, Documents.kilobyte());
      json = documents.json();
      scope = documents.scope();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      String last = Documents.PATHS[Documents.PATHS.length - 1];
      documents.finish(0, documents.without(last, Value.of("value 4 of section 7")));
    }
  }

  /** {@link ConcurrentHashMap#get}, and the way to the member. */
  @Benchmark
  @BenchId(value = "core/json_get", tier = Tier.A0)
  public Value core(Drawn drawn, DocumentMap documents) {
    return drawn.paths[drawn.members.next()].in(documents.map.get(drawn.id()));
  }

  /** The engine's read of a part. */
  @Benchmark
  @BenchId(value = "engine/json_get", tier = Tier.A1)
  public Versioned<Value> engine(Drawn drawn, Stored stored) {
    byte[] key = stored.documents.key(drawn.documents.next());
    return stored.scope.getPathVersioned(JsonStore.SPACE, key, drawn.paths[drawn.members.next()]);
  }

  /** Any member of any document. */
  @Benchmark
  @BenchId(value = "json_get/uniform", tier = Tier.B, from = Profile.STANDARD)
  public void uniform(Drawn drawn, Stored stored, Blackhole hole) {
    hole.consume(stored.json.get(stored.scope, drawn.id(), drawn.path()).orElseThrow());
  }

  /** Any member of one document. */
  @Benchmark
  @BenchId(value = "json_get/hot_doc", tier = Tier.B)
  public void hotDoc(Drawn drawn, Stored stored, Blackhole hole) {
    hole.consume(stored.json.get(stored.scope, drawn.ids[0], drawn.path()).orElseThrow());
  }

  /** A member that is not there. */
  @Benchmark
  @BenchId(value = "json_get/miss", tier = Tier.B)
  public boolean miss(Drawn drawn, Stored stored) {
    if (stored.json.get(stored.scope, drawn.id(), "section3.none").isPresent()) {
      throw new AssertionError("found what is not there");
    }
    return true;
  }
}
