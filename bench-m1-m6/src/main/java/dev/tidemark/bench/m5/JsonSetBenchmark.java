package dev.tidemark.bench.m5;

import dev.tidemark.bench.entries.UniformDraws;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.json.JsonStore;
import dev.tidemark.types.Change;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does each tier add to setting one member of a document of 1 KiB, one of 1,000 drawn anew
 * each time, and what if it is always the same?
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class JsonSetBenchmark {
  private static final int COUNT = 1_000;
  private static final String PATH = Documents.PATHS[17];
  private static final ValuePath PARSED = ValuePath.of((Object[]) PATH.split("\\.", -1));
  private static final Value BEFORE = Value.of("value 2 of section 3");
  private static final Value AFTER = Value.of("another of that size");

  /** Which document, or which member, is next. */
  @State(Scope.Thread)
  public static class Drawn {
    private final String[] ids = Documents.ids(COUNT);
    private UniformDraws documents;
    private UniformDraws members;

    @Setup(Level.Iteration)
    public void restart() {
      documents = new UniformDraws("json set document", COUNT);
      members = new UniformDraws("json set path", Documents.PATHS.length);
    }
  }

  /** A hash map of documents. */
  @State(Scope.Thread)
  public static class DocumentMap {
    private ConcurrentHashMap<String, Value> map;

    @Setup(Level.Iteration)
    public void fill(Drawn drawn) {
      map = Documents.asMap(drawn.ids);
      ForkReport.current().noDatabase();
    }

    @TearDown(Level.Iteration)
    public void check(Drawn drawn, IterationParams iteration) {
      BitSet set = drawn.documents.first(iteration.getBatchSize());
      long wrong = 0;
      for (int i = 0; i < COUNT; i++) {
        Value expected = set.get(i) ? AFTER : BEFORE;
        wrong += expected.equals(PARSED.in(map.get(drawn.ids[i]))) ? 0 : 1;
      }
      ForkReport.current().checkEquals("documents other than expected", 0L, wrong);
    }
  }

  /** A run of documents. */
  @State(Scope.Thread)
  public static class Stored {
    private Documents documents;
    private JsonStore json;
    private dev.tidemark.transaction.Scope scope;
    private Touched touched;

    /** What the benchmark sets, for the check. */
    private enum Touched {
      ANY_DOCUMENT,
      ANY_MEMBER,
      ONE_MEMBER
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
      documents = Documents.open(COUNT, Documents.kilobyte());
      json = documents.json();
      scope = documents.scope();
    }

    @TearDown(Level.Iteration)
    public void close(Drawn drawn, IterationParams iteration) throws IOException {
      int batch = iteration.getBatchSize();
      documents.finish(iteration, batch, wrong(drawn, batch));
    }

    private long wrong(Drawn drawn, int batch) {
      BitSet set = drawn.documents.first(batch);
      if (touched == Touched.ANY_MEMBER) {
        return wrongMembers(drawn, drawn.members.first(batch));
      }
      long wrong = 0;
      for (int i = 0; i < COUNT; i++) {
        boolean isSet = touched == Touched.ONE_MEMBER ? i == 0 : set.get(i);
        wrong += (isSet ? AFTER : BEFORE).equals(documents.at(drawn.ids[i], PATH)) ? 0 : 1;
      }
      return wrong;
    }

    /** All documents began alike, and of the first alone some members were set. */
    private long wrongMembers(Drawn drawn, BitSet set) {
      long wrong = 0;
      for (int member = 0; member < Documents.PATHS.length; member++) {
        String path = Documents.PATHS[member];
        Value before = documents.at(drawn.ids[1], path);
        Value expected = set.get(member) ? AFTER : before;
        wrong += expected.equals(documents.at(drawn.ids[0], path)) && !AFTER.equals(before) ? 0 : 1;
      }
      return wrong + IntStream.range(1, COUNT).filter(i -> !isAsBefore(drawn.ids[i])).count();
    }

    private boolean isAsBefore(String id) {
      return BEFORE.equals(documents.at(id, PATH));
    }
  }

  /** {@link ConcurrentHashMap#compute} of a document that shares all but the member. */
  @Benchmark
  @BenchId(value = "core/json_set", tier = Tier.A0, batch = 200_000)
  public Value core(Drawn drawn, DocumentMap documents) {
    Change change = new Change(PARSED, AFTER);
    return documents.map.compute(
        drawn.ids[drawn.documents.next()], (id, before) -> change.onto(before));
  }

  /** The engine's edit. */
  @Benchmark
  @BenchId(value = "engine/json_set", tier = Tier.A1, batch = 50_000, batchStrict = 200)
  public long engine(Drawn drawn, Stored stored) {
    stored.touched = Stored.Touched.ANY_DOCUMENT;
    byte[] key = stored.documents.key(drawn.documents.next());
    return stored.scope.edit(JsonStore.SPACE, key, PARSED, AFTER);
  }

  /** One member of any document. */
  @Benchmark
  @BenchId(
      value = "json_set/uniform_docs",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 50_000,
      batchStrict = 200)
  public long uniformDocs(Drawn drawn, Stored stored) {
    stored.touched = Stored.Touched.ANY_DOCUMENT;
    return stored.json.set(stored.scope, drawn.ids[drawn.documents.next()], PATH, AFTER);
  }

  /** Any member of one document. */
  @Benchmark
  @BenchId(value = "json_set/uniform_paths", tier = Tier.B, batch = 50_000, batchStrict = 200)
  public long uniformPaths(Drawn drawn, Stored stored) {
    stored.touched = Stored.Touched.ANY_MEMBER;
    String path = Documents.PATHS[drawn.members.next()];
    return stored.json.set(stored.scope, drawn.ids[0], path, AFTER);
  }

  /** One member of one document. */
  @Benchmark
  @BenchId(value = "json_set/hot_path", tier = Tier.B, batch = 50_000, batchStrict = 200)
  public long hotPath(Drawn drawn, Stored stored) {
    stored.touched = Stored.Touched.ONE_MEMBER;
    return stored.json.set(stored.scope, drawn.ids[0], PATH, AFTER);
  }
}
