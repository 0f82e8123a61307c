package dev.tidemark.bench.cross;

import dev.tidemark.bench.cross.Agent.Stored;
import dev.tidemark.bench.support.Arrivals;
import dev.tidemark.bench.support.BenchDatabase;
import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.ForkReport;
import dev.tidemark.bench.support.Tier;
import dev.tidemark.types.RunStatus;
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
import org.openjdk.jmh.infra.IterationParams;

/**
 * How long does a thinking cycle take, from when it was due, if cycles arrive at a fixed rate? One
 * thread serves 100 agents in turn, each with 1,000 traces, to which an iteration adds thirty. The
 * higher rates are there to find the one that cannot be kept.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class OpenLoopBenchmark {
  private static final int AGENTS = 100;
  private static final int TRACES = 1_000;

  @Param({"1000", "4000", "16000", "64000"})
  int rate;

  private BenchDatabase database;
  private Material material;
  private Agent[] agents;
  private int next;

  @Setup(Level.Trial)
  public void rehearse() {
    Scenario.AGENT_THINK_CYCLE.rehearse();
  }

  @Setup(Level.Iteration)
  public void open(IterationParams iteration) throws IOException {
    database = BenchDatabase.open();
    float[][] facts = Knowledge.embeddings(1);
    Knowledge knowledge = Knowledge.store(database.database(), facts);
    material = new Material(facts, iteration.getBatchSize());
    agents = new Agent[AGENTS];
    Arrays.setAll(agents, i -> Agent.prepare(database.database(), knowledge, TRACES));
    next = 0;
    database.startCounting();
  }

  /** The next agent's cycle. */
  @Benchmark
  @BenchId(
      value = "openloop/agent_think_cycle/rate_{rate:exact}",
      tier = Tier.C,
      standard = "openloop/agent_think_cycle/rate_1000",
      batch = 3_000,
      setUpMillis = 1_500,
      shotMillis = 3_800)
  public Object think(Arrivals arrivals) {
    int call = next++;
    arrivals.await(rate);
    Object done = agents[call % AGENTS].think(material.thought(call));
    arrivals.done();
    return done;
  }

  @TearDown(Level.Iteration)
  public void close(IterationParams iteration) throws IOException {
    int whole = 0;
    for (int i = 0; i < AGENTS; i++) {
      int cycles = next / AGENTS + (i < next % AGENTS ? 1 : 0);
      Stored expected = new Stored(cycles, TRACES + cycles, 0, 0, 0, RunStatus.ACTIVE);
      whole += agents[i].stored().equals(expected) ? 1 : 0;
    }
    ForkReport.current()
        .checkEquals("cycles", iteration.getBatchSize(), next)
        .checkEquals("runs that hold what they should", AGENTS, whole);
    database.reportLog(iteration);
    database.close();
  }
}
