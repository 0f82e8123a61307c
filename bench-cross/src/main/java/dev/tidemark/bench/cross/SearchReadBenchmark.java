package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.util.Map;
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

/** What does it cost to find the ten nearest of 10,000 documents and read them? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SearchReadBenchmark {
  private static final int STORED = 10_000;
  private static final int QUERIES = 256;
  private static final int NEAREST = 10;

  private BenchDatabase database;
  private Library library;
  private float[][] queries;
  private int next;

  @Setup
  public void open() throws IOException {
    database = BenchDatabase.open();
    library = new Library(database.database(), database.newRun(), Library.embeddings(STORED));
    library.fill(STORED);
    queries = Library.queries(QUERIES);
    ForkReport.current().provider(Kernels.settled().join().name());
    database.startCounting();
  }

  /** One search and one read of all that it found, outside a transaction. */
  @Benchmark
  @BenchId(value = "embedding_search_read", tier = Tier.C, from = Profile.QUICK, setUpMillis = 700)
  public Map<String, Value> searchRead() {
    return library.searchRead(queries[next++ & (QUERIES - 1)]);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    for (float[] query : queries) {
      Map<String, Value> documents = library.searchRead(query);
      boolean own =
          documents.entrySet().stream()
              .allMatch(e -> e.getValue().equals(Value.of("text of " + e.getKey())));
      ForkReport.current()
          .checkEquals("documents read", NEAREST, documents.size())
          .check("documents", own, "one is not that of its key: " + documents);
    }
    ForkReport.current().checkEquals("documents", STORED, library.count());
    database.close();
  }
}
