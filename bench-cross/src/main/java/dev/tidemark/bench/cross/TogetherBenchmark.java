package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.event.EventLog;
import dev.tidemark.json.JsonStore;
import dev.tidemark.kv.KVStore;
import dev.tidemark.state.StateCell;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * What does it cost to read or write through several primitives at once? Reads share a view, writes
 * are one transaction; the run holds 1,000 keys, documents and cells.
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class TogetherBenchmark {
  private static final int COUNT = 1_000;
  private static final String PATH = "$.value";

  /** One run of 1,000 of each, and what was written since. */
  @State(Scope.Thread)
  public abstract static class Run {
    final KVStore kv = new KVStore();
    final JsonStore json = new JsonStore();
    final StateCell cells = new StateCell();
    final EventLog events = new EventLog();
    final TraceStore traces = new TraceStore();
    private final String[] names = Keys.sequential("item", COUNT);
    private BenchDatabase opened;
    Database database;
    RunId run;
    dev.tidemark.transaction.Scope now;
    int next;

    @Setup(Level.Iteration)
    public void open() throws IOException {
      opened = BenchDatabase.open();
      database = opened.database();
      run = opened.newRun();
      now = database.in(run);
      Map<String, Value> values = new LinkedHashMap<>();
      Map<String, Value> documents = new LinkedHashMap<>();
      for (String name : names) {
        values.put(name, Value.of(-1));
        documents.put(name, Value.map("name", name, "value", -1, "tags", Value.list()));
      }
      kv.putAll(now, values);
      cells.setAll(now, values);
      json.createAll(now, documents);
      opened.startCounting();
      next = 0;
    }

    final String name(int call) {
      return names[call % COUNT];
    }

    /** Whether every name a call wrote last has that call's number, and every other none. */
    final void check(String what, Read read) {
      int wrong = 0;
      for (int i = 0; i < COUNT; i++) {
        int calls = next / COUNT + (i < next % COUNT ? 1 : 0);
        long expected = calls == 0 ? -1 : (calls - 1L) * COUNT + i;
        wrong += read.of(names[i]).equals(Value.of(expected)) ? 0 : 1;
      }
      ForkReport.current().checkEquals(what + " with another value than expected", 0, wrong);
    }

    final void checkKeys() {
      check("keys", name -> kv.get(now, name).orElseThrow());
    }

    final void checkCells() {
      check("cells", name -> cells.read(now, name).orElseThrow().value());
    }

    abstract void check();

    @TearDown(Level.Iteration)
    public void close(IterationParams iteration) throws IOException {
      ForkReport.current().checkEquals("calls", iteration.getBatchSize(), next);
      check();
      opened.reportLog(iteration);
      opened.close();
    }
  }

  /** Reads what one name has in a primitive. */
  private interface Read {
    Value of(String name);
  }

  /** Where a key and a document are read. */
  public static class Reads extends Run {
    private long found;

    @Override
    void check() {
      ForkReport.current().checkEquals("values found", 2L * next, found);
      found = 0;
    }
  }

  /** Where a key and a document are written. */
  public static class Writes extends Run {
    @Override
    void check() {
      checkKeys();
      check("documents", name -> json.get(now, name, PATH).orElseThrow().value());
    }
  }

  /** Where a cell is set and an event appended. */
  public static class Transitions extends Run {
    @Override
    void check() {
      checkCells();
      ForkReport.current().checkEquals("events", (long) next, events.length(now));
    }
  }

  /** Where a whole step is taken. */
  public static class Steps extends Transitions {
    private final TraceContent thought =
        new TraceContent.Thought("Next I shall look at the item's neighbours.");

    @Override
    void check() {
      super.check();
      checkKeys();
      ForkReport.current().checkEquals("traces", (long) next, traces.count(now));
    }
  }

  /** A key and a member of a document, at one view. */
  @Benchmark
  @BenchId(value = "cross_kv_json/read_both", tier = Tier.B, batch = 200_000)
  public Versioned<Value> readBoth(Reads reads) {
    String name = reads.name(reads.next++);
    try (ReadView view = reads.database.readView()) {
      ReadScope scope = view.in(reads.run);
      reads.found += reads.kv.get(scope, name).isPresent() ? 1 : 0;
      Versioned<Value> member = reads.json.get(scope, name, PATH).orElseThrow();
      reads.found += member.value() instanceof Value.LongValue ? 1 : 0;
      return member;
    }
  }

  /** A key and a member of a document, in one transaction. */
  @Benchmark
  @BenchId(
      value = "cross_kv_json/write_both",
      tier = Tier.B,
      from = Profile.STANDARD,
      batch = 50_000,
      batchStrict = 500)
  public long writeBoth(Writes run) {
    int call = run.next++;
    Value value = Value.of(call);
    return run.database.transact(
        tx -> {
          dev.tidemark.transaction.Scope scope = tx.in(run.run);
          run.kv.put(scope, run.name(call), value);
          run.json.set(scope, run.name(call), PATH, value);
        });
  }

  /** A cell is set and the change logged, in one transaction. */
  @Benchmark
  @BenchId(
      value = "cross_state_event/transition_and_log",
      tier = Tier.B,
      batch = 20_000,
      batchStrict = 500)
  public long transitionAndLog(Transitions run, OperationHistogram latency) {
    int call = run.next++;
    Value value = Value.of(call);
    latency.start();
    long version =
        run.database.transact(
            tx -> {
              dev.tidemark.transaction.Scope scope = tx.in(run.run);
              run.cells.transition(scope, run.name(call), before -> value);
              run.events.append(scope, "moved", value);
            });
    latency.stop();
    return version;
  }

  /** Read a cell, put a key, set the cell, log it, record why: one transaction. */
  @Benchmark
  @BenchId(value = "cross_workflow", tier = Tier.B, batch = 10_000, batchStrict = 500)
  public long workflow(Steps steps, OperationHistogram latency) {
    int call = steps.next++;
    String name = steps.name(call);
    Value value = Value.of(call);
    latency.start();
    long version =
        steps.database.transact(
            tx -> {
              dev.tidemark.transaction.Scope scope = tx.in(steps.run);
              Value before = steps.cells.read(scope, name).orElseThrow().value();
              steps.kv.put(scope, name, value);
              steps.cells.set(scope, name, value);
              steps.events.append(scope, "moved", Value.map("from", before, "to", value));
              steps.traces.record(scope, steps.thought);
            });
    latency.stop();
    return version;
  }

  /** A key read, an event appended and a cell set, each by itself. */
  @Benchmark
  @BenchId(value = "shared_database/interleaved", tier = Tier.B, batch = 20_000, batchStrict = 200)
  public long interleaved(Transitions run, OperationHistogram latency) {
    int call = run.next++;
    String name = run.name(call);
    Value value = Value.of(call);
    latency.start();
    Value read = run.kv.get(run.now, name).orElseThrow();
    run.events.append(run.now, "read", read);
    long version = run.cells.set(run.now, name, value);
    latency.stop();
    return version;
  }
}
