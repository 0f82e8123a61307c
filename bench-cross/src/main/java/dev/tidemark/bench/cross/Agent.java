package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.event.Event;
import dev.tidemark.event.EventLog;
import dev.tidemark.json.JsonStore;
import dev.tidemark.kv.KVStore;
import dev.tidemark.run.RunIndex;
import dev.tidemark.state.StateCell;
import dev.tidemark.trace.NewTrace;
import dev.tidemark.trace.Trace;
import dev.tidemark.trace.TraceContent;
import dev.tidemark.trace.TraceId;
import dev.tidemark.trace.TraceStore;
import dev.tidemark.trace.TraceType;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.VectorMatch;
import dev.tidemark.vector.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An agent with a run of its own, and what it does between two calls of its model. In the first
 * three scenarios each step is a transaction of its own, as an agent works step by step; in the
 * last all steps are one.
 */
final class Agent {
  static final String FOCUS = "focus";
  static final String CONFIG = "tools/weather";
  static final String RESULT = "result";
  static final String NOTE = "note";
  static final String NOTES = "notes";
  static final Value INITIAL_CONFIG = Value.of("https://weather.example/v1?units=metric");
  static final String TOOL_CALL = "tool_call";

  private static final KVStore KV = new KVStore();
  private static final EventLog EVENTS = new EventLog();
  private static final StateCell CELLS = new StateCell();
  private static final TraceStore TRACES = new TraceStore();
  private static final RunIndex RUNS = new RunIndex();
  private static final JsonStore JSON = new JsonStore();
  private static final VectorStore VECTORS = new VectorStore();

  private static final int RECALLED = 10;

  private final Database database;
  private final Knowledge knowledge;
  private final RunId run;
  private final Scope now;

  private Agent(Database database, Knowledge knowledge, RunId run) {
    this.database = database;
    this.knowledge = knowledge;
    this.run = run;
    this.now = database.in(run);
  }

  /**
   * Makes a run with a state, a configuration, a collection of notes and {@code traces} traces,
   * every other one a thought.
   */
  static Agent prepare(Database database, Knowledge knowledge, int traces) {
    Agent agent = new Agent(database, knowledge, RUNS.create(database.global(), "agent").id());
    database.transact(
        transaction -> {
          Scope tx = transaction.in(agent.run);
          KV.put(tx, CONFIG, INITIAL_CONFIG);
          CELLS.init(tx, FOCUS, Value.of(0));
          VECTORS.createCollection(tx, NOTES, Knowledge.CONFIG);
          TRACES.recordAll(tx, past(traces));
        });
    return agent;
  }

  private static List<NewTrace> past(int count) {
    List<NewTrace> traces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TraceContent content =
          i % 2 == 0
              ? new TraceContent.Thought("thought " + i)
              : new TraceContent.ToolCall("weather", Value.of("city " + i));
      traces.add(NewTrace.of(content));
    }
    return traces;
  }

  /**
   * What an agent thought.
   *
   * @param before the state it began with
   * @param recalled its newest thoughts, the newest first
   * @param thought what it recorded
   * @param after whether its new state was stored
   */
  record Thinking(
      Versioned<Value> before, List<Trace> recalled, TraceId thought, CasResult after) {}

  /**
   * {@code agent_think_cycle}: reads its state, recalls its ten newest thoughts, records a new one
   * and moves its state on, unless another did so meanwhile.
   */
  Thinking think(TraceContent thought) {
    Versioned<Value> state = CELLS.read(now, FOCUS).orElseThrow();
    List<Trace> recalled = TRACES.newest(now, RECALLED, TraceType.THOUGHT);
    TraceId recorded = TRACES.record(now, thought);
    Value next = successor(state.value());
    return new Thinking(
        state, recalled, recorded, CELLS.compareAndSet(now, FOCUS, state.version(), next));
  }

  /**
   * What came of a tool's use.
   *
   * @param config what it was called with
   * @param call the event of the call
   * @param stored the commit of the result
   * @param completed the commit that ended the run
   */
  record ToolUse(Value config, Event call, long stored, long completed) {}

  /**
   * {@code agent_tool_use}: reads the tool's configuration, logs the call, stores the result and
   * completes the run.
   */
  ToolUse useTool(Value call, Value result) {
    Value config = KV.get(now, CONFIG).orElseThrow();
    Event logged = EVENTS.append(now, TOOL_CALL, call);
    long stored = JSON.create(now, RESULT, result);
    return new ToolUse(config, logged, stored, RUNS.transition(now, RunStatus.COMPLETED));
  }

  /**
   * What an agent found.
   *
   * @param nearest the best ten of the shared knowledge
   * @param document the first of them
   */
  record Finding(List<VectorMatch> nearest, Versioned<Value> document) {}

  /**
   * {@code embedding_workflow}: stores a note and its embedding, searches the shared knowledge for
   * what is nearest to it and retrieves the document of the first.
   */
  Finding noteAndSearch(Value note, float[] embedding) {
    JSON.create(now, NOTE, note);
    VECTORS.insert(now, NOTES, NOTE, embedding);
    List<VectorMatch> nearest = knowledge.search(embedding);
    return new Finding(nearest, knowledge.read(nearest.get(0).key()));
  }

  /** {@code atomic_all_seven}: one transaction that writes through every primitive. */
  long touchAllSeven(TraceContent thought, Value payload, Value document, float[] embedding) {
    return database.transact(
        tx -> {
          Scope scope = tx.in(run);
          KV.put(scope, CONFIG, payload);
          EVENTS.append(scope, TOOL_CALL, payload);
          CELLS.transition(scope, FOCUS, Agent::successor);
          TRACES.record(scope, thought);
          JSON.create(scope, RESULT, document);
          VECTORS.insert(scope, NOTES, NOTE, embedding);
          RUNS.updateMetadata(scope, Value.map("step", payload));
        });
  }

  private static Value successor(Value state) {
    return Value.of(number(state) + 1);
  }

  private static long number(Value state) {
    return ((Value.LongValue) state).value();
  }

  /** The commits that last wrote through each of the seven primitives, each once. */
  List<Long> versions() {
    return Stream.of(
            KV.getVersioned(now, CONFIG).orElseThrow().version(),
            EVENTS.head(now).orElseThrow().version(),
            CELLS.read(now, FOCUS).orElseThrow().version(),
            newest().version(),
            JSON.get(now, RESULT).orElseThrow().version(),
            VECTORS.get(now, NOTES, NOTE).orElseThrow().version(),
            RUNS.get(now).orElseThrow().version())
        .distinct()
        .toList();
  }

  Trace newest() {
    return TRACES.newest(now, 1).get(0);
  }

  Value result() {
    return JSON.get(now, RESULT).orElseThrow().value();
  }

  Value note() {
    return JSON.get(now, NOTE).orElseThrow().value();
  }

  /** What is stored of the agent: to compare with what it should have done. */
  record Stored(
      long focus, long traces, long events, long documents, int notes, RunStatus status) {}

  Stored stored() {
    return new Stored(
        number(CELLS.read(now, FOCUS).orElseThrow().value()),
        TRACES.count(now),
        EVENTS.length(now),
        JSON.count(now),
        VECTORS.count(now, NOTES),
        RUNS.get(now).orElseThrow().status());
  }
}
