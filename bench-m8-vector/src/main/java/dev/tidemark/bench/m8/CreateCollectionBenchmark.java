package dev.tidemark.bench.m8;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.vector.CollectionConfig;
import dev.tidemark.vector.CollectionInfo;
import dev.tidemark.vector.VectorStore;
import java.io.IOException;
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
import org.openjdk.jmh.infra.IterationParams;

/** What does making a collection cost, when the run has many already? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 4)
@Measurement(iterations = 4)
public class CreateCollectionBenchmark {
  @Param("128")
  int dimension;

  private final VectorStore store = new VectorStore();
  private BenchDatabase database;
  private dev.tidemark.transaction.Scope scope;
  private CollectionConfig config;
  private String[] names;
  private int next;

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    names = Keys.shuffled(Seed.stream("collections"), "collection", iteration.getBatchSize());
    config = new CollectionConfig(dimension, Metric.COSINE.metric());
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    database.startCounting();
    next = 0;
  }

  /** One collection, committed. */
  @Benchmark
  @BenchId(
      value = "vector_create/dim_{dimension}",
      tier = Tier.B,
      from = Profile.QUICK,
      batch = 20_000,
      batchStrict = 500)
  public long create() {
    return store.createCollection(scope, names[next++], config);
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    List<CollectionInfo> stored = store.listCollections(scope);
    String[] expected = names.clone();
    Arrays.sort(expected);
    ForkReport.current()
        .checkEquals(
            "names of the collections",
            List.of(expected),
            stored.stream().map(CollectionInfo::name).toList())
        .check(
            "configs",
            stored.stream().allMatch(info -> info.config().equals(config)),
            "a collection has another config than " + config);
    database.reportLog(iteration);
    database.close();
  }
}
