package dev.tidemark.bench.cross;

import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.OperationHistogram;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.vector.distance.Kernels;
import java.io.IOException;
import java.util.Arrays;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What does one cycle of an agent cost? Each cycle works in a run of its own that holds 1,000
 * traces, beside 10,000 facts with embeddings that all of them search.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class ScenarioBenchmark {
  private static final int TRACES = 1_000;
  private static final int FACTS = 10_000;

  @Param({"AGENT_THINK_CYCLE", "AGENT_TOOL_USE", "EMBEDDING_WORKFLOW", "ATOMIC_ALL_SEVEN"})
  Scenario scenario;

  private float[][] facts;
  private Material material;
  private BenchDatabase database;
  private Knowledge knowledge;
  private Agent[] agents;
  private Object[] outcomes;
  private int next;

  /** Prepares what is written, and rehearses the cycle in small runs until it is compiled. */
  @Setup(Level.Trial)
  public void prepare(BenchmarkParams benchmark) {
    ForkReport.current().provider(Kernels.settled().join().name());
    int batch = benchmark.getMeasurement().getBatchSize();
    facts = Knowledge.embeddings(FACTS);
    material = new Material(facts, batch);
    scenario.rehearse();
  }

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    database = BenchDatabase.open();
    knowledge = Knowledge.store(database.database(), facts);
    agents = new Agent[iteration.getBatchSize()];
    Arrays.setAll(agents, i -> Agent.prepare(database.database(), knowledge, TRACES));
    outcomes = new Object[agents.length];
    next = 0;
    database.startCounting();
  }

  /** One cycle of an agent that has done none. */
  @Benchmark
  @BenchId(
      value = "{scenario}",
      tier = Tier.C,
      quick = "atomic_all_seven",
      standard = "*",
      batch = 200,
      batchStrict = 100,
      setUpMillis = 1_500,
      shotMillis = 1_200)
  public Object cycle(OperationHistogram latency) {
    int index = next++;
    latency.start();
    Object outcome = scenario.run(agents[index], material, index);
    latency.stop();
    outcomes[index] = outcome;
    return outcome;
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    int right = 0;
    int whole = 0;
    for (int i = 0; i < next; i++) {
      right += scenario.isRight(outcomes[i], agents[i], material, i) ? 1 : 0;
      whole += agents[i].stored().equals(scenario.expected(TRACES)) ? 1 : 0;
    }
    ForkReport.current()
        .checkEquals("cycles that did what they should", iteration.getBatchSize(), right)
        .checkEquals("runs that hold what they should", iteration.getBatchSize(), whole)
        .checkEquals("facts", FACTS, knowledge.count());
    database.reportLog(iteration);
    database.close();
  }
}
