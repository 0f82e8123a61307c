package dev.tidemark.bench.m5;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What does a thread's increment of a member cost while others increment another: in documents of
 * their own, or beside it in the same one? Times are per operation of one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 3, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class JsonContentionBenchmark {
  /** The documents all threads use: one for each, and the first for all. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private Documents documents;

    @Setup(Level.Trial)
    public void open(BenchmarkParams benchmark) throws IOException {
      documents = Documents.open(1 + benchmark.getThreads(), Documents.kilobyte());
    }

    /** No increment was lost, each took one version, and nobody was in another's way. */
    @TearDown(Level.Trial)
    public void check() throws IOException {
      long wrong = 0;
      long increments = 0;
      for (Worker worker : workers) {
        increments += worker.own + worker.common;
        wrong += worker.isWrong(documents) || worker.own + worker.common == 0 ? 1 : 0;
      }
      ForkReport.current().checkEquals("conflicts", 0L, documents.conflicts());
      documents.finish(increments, wrong);
    }
  }

  /** A thread with a member, and a document, of its own. */
  @State(Scope.Thread)
  public static class Worker {
    private Documents documents;
    private String id;
    private String path;
    private long own;
    private long common;

    @Setup(Level.Trial)
    public void start(Shared shared) {
      documents = shared.documents;
      int number = shared.next.incrementAndGet();
      id = documents.id(number);
      path = "section3.count" + number;
      shared.workers.add(this);
    }

    private boolean isWrong(Documents shared) {
      return isOther(shared.at(id, path), own) || isOther(shared.at(shared.id(0), path), common);
    }

    private static boolean isOther(Value found, long count) {
      return count == 0 ? found != null : !Value.of(count).equals(found);
    }

    private long incrementOwn() {
      own++;
      return documents.json().increment(documents.scope(), id, path, 1);
    }

    private long incrementCommon() {
      common++;
      return documents.json().increment(documents.scope(), documents.id(0), path, 1);
    }
  }

  @Benchmark
  @BenchId(value = "json_contention/disjoint_docs/threads_1", tier = Tier.D)
  public long disjointDocs1(Worker worker) {
    return worker.incrementOwn();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "json_contention/disjoint_docs/threads_2", tier = Tier.D)
  public long disjointDocs2(Worker worker) {
    return worker.incrementOwn();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "json_contention/disjoint_docs/threads_4", tier = Tier.D)
  public long disjointDocs4(Worker worker) {
    return worker.incrementOwn();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "json_contention/disjoint_docs/threads_8", tier = Tier.D)
  public long disjointDocs8(Worker worker) {
    return worker.incrementOwn();
  }

  @Benchmark
  @BenchId(value = "json_contention/same_doc_sibling_paths/threads_1", tier = Tier.D)
  public long siblingPaths1(Worker worker) {
    return worker.incrementCommon();
  }

  @Benchmark
  @Threads(2)
  @BenchId(value = "json_contention/same_doc_sibling_paths/threads_2", tier = Tier.D)
  public long siblingPaths2(Worker worker) {
    return worker.incrementCommon();
  }

  @Benchmark
  @Threads(4)
  @BenchId(value = "json_contention/same_doc_sibling_paths/threads_4", tier = Tier.D)
  public long siblingPaths4(Worker worker) {
    return worker.incrementCommon();
  }

  @Benchmark
  @Threads(8)
  @BenchId(value = "json_contention/same_doc_sibling_paths/threads_8", tier = Tier.D)
  public long siblingPaths8(Worker worker) {
    return worker.incrementCommon();
  }
}
