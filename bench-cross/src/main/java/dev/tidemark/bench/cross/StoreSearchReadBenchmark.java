package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.util.Arrays;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does one transaction cost that stores a value and its embedding, searches 10,000 embeddings
 * and reads back what it found?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class StoreSearchReadBenchmark {
  private static final int STORED = 10_000;

  private float[][] embeddings;
  private Value[] documents;
  private Library.Found[] found;
  private BenchDatabase database;
  private Library library;
  private int next;

  @Setup(Level.Trial)
  public void prepare(BenchmarkParams benchmark) {
    embeddings = Library.embeddings(STORED + benchmark.getMeasurement().getBatchSize());
  }

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    database = BenchDatabase.open();
    library = new Library(database.database(), database.newRun(), embeddings);
    library.fill(STORED);
    documents = new Value[iteration.getBatchSize()];
    Arrays.setAll(documents, i -> library.document(STORED + i));
    found = new Library.Found[documents.length];
    ForkReport.current().provider(Kernels.settled().join().name());
    database.startCounting();
    next = 0;
  }

  /** One transaction, committed. */
  @Benchmark
  @BenchId(
      value = "cross_txn/kv_vector",
      tier = Tier.C,
      from = Profile.QUICK,
      batch = 200,
      batchStrict = 100,
      shotMillis = 350)
  public long storeSearchRead(OperationHistogram latency) {
    int index = next++;
    latency.start();
    var committed = library.storeSearchRead(STORED + index, documents[index]);
    latency.stop();
    found[index] = committed.value();
    return committed.version();
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    int own = 0;
    for (int i = 0; i < next; i++) {
      own += found[i].nearest().key().equals(library.key(STORED + i)) ? 1 : 0;
      own += found[i].document().value().equals(documents[i]) ? 1 : 0;
    }
    ForkReport.current()
        .checkEquals("own documents found and read", 2 * iteration.getBatchSize(), own)
        .checkEquals("documents stored whole", next, library.stored(STORED, STORED + next))
        .checkEquals("documents", STORED + iteration.getBatchSize(), library.count());
    database.reportLog(iteration);
    database.close();
  }
}
