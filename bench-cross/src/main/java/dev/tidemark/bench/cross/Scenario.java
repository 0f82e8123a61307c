package dev.tidemark.bench.cross;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.cross.Agent.Finding;
import dev.tidemark.bench.cross.Agent.Stored;
import dev.tidemark.bench.cross.Agent.Thinking;
import dev.tidemark.bench.cross.Agent.ToolUse;
import dev.tidemark.types.RunStatus;
import java.util.List;

/** What agents do between two calls of their model, one cycle each. */
public enum Scenario {
  /** Read state, query traces, record thought, update state. */
  AGENT_THINK_CYCLE {
    @Override
    Object run(Agent agent, Material material, int index) {
      return agent.think(material.thought(index));
    }

    @Override
    boolean isRight(Object outcome, Agent agent, Material material, int index) {
      Thinking done = (Thinking) outcome;
      return done.recalled().size() == RECALLED
          && done.after().applied()
          && agent.newest().id().equals(done.thought())
          && agent.newest().content().equals(material.thought(index));
    }

    @Override
    Stored expected(int traces) {
      return new Stored(1, traces + 1, 0, 0, 0, RunStatus.ACTIVE);
    }
  },

  /** Read configuration, log event, store result, update run status. */
  AGENT_TOOL_USE {
    @Override
    Object run(Agent agent, Material material, int index) {
      return agent.useTool(material.call(index), material.document(index));
    }

    @Override
    boolean isRight(Object outcome, Agent agent, Material material, int index) {
      ToolUse done = (ToolUse) outcome;
      return done.config().equals(Agent.INITIAL_CONFIG)
          && done.call().payload().equals(material.call(index))
          && done.call().version() < done.stored()
          && done.stored() < done.completed()
          && agent.result().equals(material.document(index));
    }

    @Override
    Stored expected(int traces) {
      return new Stored(0, traces, 1, 1, 0, RunStatus.COMPLETED);
    }
  },

  /** Store document, store embedding, search, retrieve document. */
  EMBEDDING_WORKFLOW {
    @Override
    Object run(Agent agent, Material material, int index) {
      return agent.noteAndSearch(material.document(index), material.embedding(index));
    }

    @Override
    boolean isRight(Object outcome, Agent agent, Material material, int index) {
      Finding done = (Finding) outcome;
      int nearest = material.nearest(index);
      return done.nearest().size() == Knowledge.NEAREST
          && done.nearest().get(0).key().equals(Knowledge.key(nearest))
          && done.document().value().equals(Knowledge.document(nearest))
          && agent.note().equals(material.document(index));
    }

    @Override
    Stored expected(int traces) {
      return new Stored(0, traces, 0, 1, 1, RunStatus.ACTIVE);
    }
  },

  /** One transaction that writes through all seven primitives. */
  ATOMIC_ALL_SEVEN {
    @Override
    Object run(Agent agent, Material material, int index) {
      return agent.touchAllSeven(
          material.thought(index),
          material.call(index),
          material.document(index),
          material.embedding(index));
    }

    @Override
    boolean isRight(Object outcome, Agent agent, Material material, int index) {
      return agent.versions().equals(List.of(outcome))
          && agent.result().equals(material.document(index));
    }

    @Override
    Stored expected(int traces) {
      return new Stored(1, traces + 1, 1, 1, 1, RunStatus.ACTIVE);
    }
  };

  static final int RECALLED = 10;

  private static final int REHEARSALS = 5_000;
  private static final int REHEARSED_FACTS = 100;
  private static final int REHEARSED_TRACES = 20;

  /** One cycle of an agent that has done none. */
  abstract Object run(Agent agent, Material material, int index);

  /** Runs the cycle in small runs of a database of its own until it is compiled. */
  void rehearse() {
    float[][] facts = Knowledge.embeddings(REHEARSED_FACTS);
    Material lines = new Material(facts, REHEARSALS);
    try (Database stage = Database.inMemory(DatabaseOptions.defaults())) {
      Knowledge known = Knowledge.store(stage, facts);
      for (int i = 0; i < REHEARSALS; i++) {
        run(Agent.prepare(stage, known, REHEARSED_TRACES), lines, i);
      }
    }
  }

  /** Whether the cycle did, and the agent now holds, what it should. */
  abstract boolean isRight(Object outcome, Agent agent, Material material, int index);

  /** What the run of an agent with that many traces holds after a cycle. */
  abstract Stored expected(int traces);
}
