package dev.tidemark.bench.m5;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import java.io.IOException;
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

/** What does removing a member cost, one that is not there, and a whole document of 1 KiB? */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class JsonDeleteBenchmark {
  private static final String PATH = Documents.PATHS[17];

  private Documents documents;
  private int next;
  private int existed;

  /** Whether what is deleted is there. */
  private boolean isThere;

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    documents = Documents.open(iteration.getBatchSize(), Documents.kilobyte());
    next = 0;
    existed = 0;
    isThere = true;
  }

  /** What existed is gone, by a commit for each. */
  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    long left = 0;
    for (int i = 0; i < documents.count(); i++) {
      left += documents.at(documents.id(i), PATH) == null ? 0 : 1;
    }
    long gone = documents.count() - left;
    ForkReport.current()
        .checkEquals("calls", iteration.getBatchSize(), next)
        .checkEquals("calls that found something", isThere ? next : 0, existed);
    documents.finish(iteration, existed, gone - existed);
  }

  @Benchmark
  @BenchId(value = "json_delete/member", tier = Tier.B, batch = 20_000, batchStrict = 200)
  public boolean member() {
    return counted(documents.json().delete(documents.scope(), documents.id(next++), PATH));
  }

  @Benchmark
  @BenchId(value = "json_delete/missing", tier = Tier.B, batch = 20_000, batchStrict = 200)
  public boolean missing() {
    isThere = false;
    return counted(
        documents.json().delete(documents.scope(), documents.id(next++), "section3.none"));
  }

  @Benchmark
  @BenchId(value = "json_delete/document", tier = Tier.B, batch = 20_000, batchStrict = 200)
  public boolean document() {
    return counted(documents.json().destroy(documents.scope(), documents.id(next++)));
  }

  private boolean counted(boolean found) {
    existed += found ? 1 : 0;
    return found;
  }
}
