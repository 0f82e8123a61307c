package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.CollectionInfo;
import dev.tidemark.vector.VectorItem;
import dev.tidemark.vector.VectorStore;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
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

/** What does deleting a collection cost with the vectors in it, beside one that stays? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class DeleteCollectionBenchmark {
  private static final int DIMENSION = 16;
  private static final String KEPT = "kept";

  @Param("1000")
  int size;

  private final VectorStore store = new VectorStore();
  private BenchDatabase database;
  private dev.tidemark.transaction.Scope scope;
  private int next;

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    float[][] vectors = Embeddings.rows(size, DIMENSION);
    String[] keys = Embeddings.keys(size);
    List<VectorItem> items =
        IntStream.range(0, size).mapToObj(i -> new VectorItem(keys[i], vectors[i])).toList();
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    fill(KEPT, items);
    for (int i = 0; i < iteration.getBatchSize(); i++) {
      fill(name(i), items);
    }
    database.startCounting();
    next = 0;
  }

  private void fill(String name, List<VectorItem> items) {
    store.createCollection(scope, name, new CollectionConfig(DIMENSION, Metric.COSINE.metric()));
    store.insertAll(scope, name, items);
  }

  private static String name(int number) {
    return "collection" + number;
  }

  /** One collection with all its vectors, committed. */
  @Benchmark
  @BenchId(
      value = "vector_delete_collection/size_{size}",
      tier = Tier.B,
      from = Profile.FULL,
      batch = 50,
      batchStrict = 50)
  public long delete() {
    return store.deleteCollection(scope, name(next++));
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    ForkReport.current()
        .checkEquals(
            "collections left",
            List.of(KEPT),
            store.listCollections(scope).stream().map(CollectionInfo::name).toList())
        .checkEquals("vectors left", size, store.count(scope, KEPT));
    database.reportLog(iteration);
    database.close();
  }
}
