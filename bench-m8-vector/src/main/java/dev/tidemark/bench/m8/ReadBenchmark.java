package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.types.Page;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.CollectionInfo;
import dev.tidemark.vector.VectorEntry;
import dev.tidemark.vector.VectorStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

/** What does looking up a collection or a vector cost, and going through all of them? */
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class ReadBenchmark {
  private static final int DIMENSION = 128;

  /** A filled collection that is only read. */
  @State(Scope.Thread)
  public static class Filled {
    @Param("10000")
    int size;

    private Embeddings embeddings;
    private VectorStore store;
    private dev.tidemark.transaction.Scope scope;
    private SplitMix64 draws;

    @Setup(Level.Trial)
    public void open() throws IOException {
      embeddings = Embeddings.filled(Embeddings.rows(size, DIMENSION), Metric.COSINE);
      store = embeddings.store();
      scope = embeddings.scope();
      draws = Seed.stream("vector get");
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      CollectionConfig config = new CollectionConfig(DIMENSION, Metric.COSINE.metric());
      ForkReport.current()
          .checkEquals("count", size, store.count(scope, Embeddings.COLLECTION))
          .checkEquals(
              "keys", List.of(Embeddings.keys(size)), store.listKeys(scope, Embeddings.COLLECTION))
          .checkEquals(
              "config",
              config,
              store.getCollection(scope, Embeddings.COLLECTION).orElseThrow().config());
      embeddings.finish(size);
    }
  }

  /** Many collections that are only read. */
  @State(Scope.Thread)
  public static class Collections {
    @Param("100")
    int collections;

    private final VectorStore store = new VectorStore();
    private BenchDatabase database;
    private dev.tidemark.transaction.Scope scope;

    @Setup(Level.Trial)
    public void open() throws IOException {
      database = BenchDatabase.open();
      scope = database.database().in(database.newRun());
      CollectionConfig config = new CollectionConfig(DIMENSION, Metric.COSINE.metric());
      for (String name : Keys.sequential("collection", collections)) {
        store.createCollection(scope, name, config);
      }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      ForkReport.current()
          .checkEquals(
              "names of the collections",
              List.of(Keys.sequential("collection", collections)),
              store.listCollections(scope).stream().map(CollectionInfo::name).toList());
      database.close();
    }
  }

  /** A vector drawn anew each time, with its metadata. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "vector_get/size_{size}", tier = Tier.B, from = Profile.QUICK)
  public Optional<VectorEntry> get(Filled filled) {
    String key = filled.embeddings.key(filled.draws.nextInt(filled.size));
    return filled.store.get(filled.scope, Embeddings.COLLECTION, key);
  }

  /** What a collection is. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @BenchId(value = "vector_get_collection", tier = Tier.B, from = Profile.STANDARD)
  public Optional<CollectionInfo> getCollection(Filled filled) {
    return filled.store.getCollection(filled.scope, Embeddings.COLLECTION);
  }

  /** All collections of a run. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(
      value = "vector_list_collections/count_{collections}",
      tier = Tier.B,
      from = Profile.FULL)
  public List<CollectionInfo> listCollections(Collections many) {
    return many.store.listCollections(many.scope);
  }

  /** How many vectors a collection has. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(value = "vector_count/size_{size}", tier = Tier.B, from = Profile.STANDARD)
  public int count(Filled filled) {
    return filled.store.count(filled.scope, Embeddings.COLLECTION);
  }

  /** All keys of a collection. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @BenchId(value = "vector_list_keys/size_{size}", tier = Tier.B, from = Profile.STANDARD)
  public List<String> listKeys(Filled filled) {
    return filled.store.listKeys(filled.scope, Embeddings.COLLECTION);
  }

  /** A page of a hundred vectors behind a key drawn anew each time. */
  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @BenchId(value = "vector_scan/page_100_of_{size}", tier = Tier.B, from = Profile.FULL)
  public Page<VectorEntry> scan(Filled filled) {
    String key = filled.embeddings.key(filled.draws.nextInt(filled.size));
    return filled.store.scan(filled.scope, Embeddings.COLLECTION, "", key, 100);
  }
}
