package dev.tidemark.bench.m3;

import dev.tidemark.bench.entries.Entries;
import dev.tidemark.bench.entries.HeapGrowth;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.event.EventLog;
import dev.tidemark.json.JsonStore;
import dev.tidemark.kv.KVStore;
import dev.tidemark.state.StateCell;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.Page;
import dev.tidemark.types.Value;
import java.io.IOException;
import java.util.function.BiFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does an entry of each primitive take in memory, and how long does storing it take? Names are
 * 13 characters, contents 16; a document has two members. The count {@code heap_bytes} is by how
 * much the heap has grown after a collection, keys and values included.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class BytesPerEntryBenchmark {
  private static final KVStore VALUES = new KVStore();
  private static final EventLog EVENTS = new EventLog();
  private static final StateCell CELLS = new StateCell();
  private static final TraceStore TRACES = new TraceStore();
  private static final JsonStore DOCUMENTS = new JsonStore();
  private static final int PAGE = 1_000;

  /** What is stored. */
  public enum Kind {
    KV {
      @Override
      Object store(Scope scope, String name, Value content) {
        return VALUES.put(scope, name, content);
      }

      @Override
      long count(Scope scope) {
        return pages((cursor, limit) -> VALUES.page(scope, "", cursor, limit));
      }
    },
    EVENT {
      @Override
      Object store(Scope scope, String name, Value content) {
        return EVENTS.append(scope, "observed", content);
      }

      @Override
      long count(Scope scope) {
        return EVENTS.length(scope);
      }
    },
    CELL {
      @Override
      Object store(Scope scope, String name, Value content) {
        return CELLS.init(scope, name, content);
      }

      @Override
      long count(Scope scope) {
        return pages((cursor, limit) -> CELLS.names(scope, "", cursor, limit));
      }
    },
    TRACE {
      @Override
      Object store(Scope scope, String name, Value content) {
        return TRACES.record(
            scope, new TraceContent.Query(name, ((Value.StringValue) content).value()));
      }

      @Override
      long count(Scope scope) {
        return TRACES.count(scope);
      }
    },
    DOC {
      @Override
      Object store(Scope scope, String name, Value content) {
        return DOCUMENTS.create(scope, name, Value.map("name", name, "content", content));
      }

      @Override
      long count(Scope scope) {
        return DOCUMENTS.count(scope);
      }
    };

    abstract Object store(Scope scope, String name, Value content);

    abstract long count(Scope scope);

    private static long pages(BiFunction<String, Integer, Page<?>> listing) {
      long count = 0;
      String cursor = "";
      do {
        Page<?> page = listing.apply(cursor, PAGE);
        count += page.items().size();
        cursor = page.cursor();
      } while (!cursor.isEmpty());
      return count;
    }
  }

  @Param({"KV", "EVENT", "CELL", "TRACE", "DOC"})
  Kind kind;

  private Entries entries;
  private HeapGrowth growth;
  private BenchDatabase database;
  private Scope scope;
  private int next;

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    growth = HeapGrowth.start();
    entries = Entries.of(iteration.getBatchSize());
    database = BenchDatabase.open();
    scope = database.database().in(database.newRun());
    next = 0;
  }

  /** One entry, a commit of its own. */
  @Benchmark
  @BenchId(
      value = "memory/bytes_per_{kind}",
      tier = Tier.B,
      batch = 100_000,
      batchStrict = 500,
      shotMillis = 1_500)
  public Object store() {
    int index = next++;
    return kind.store(scope, entries.key(index), entries.original(index));
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    entries = null;
    ForkReport.current()
        .count(iteration, "heap_bytes", growth.bytes())
        .checkEquals("entries", (long) iteration.getBatchSize(), kind.count(scope));
    database.close();
    database = null;
    scope = null;
  }
}
