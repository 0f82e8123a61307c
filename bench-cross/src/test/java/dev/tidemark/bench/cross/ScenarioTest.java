package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.bench.cross.Agent.Finding;
import dev.tidemark.bench.cross.Agent.Stored;
import dev.tidemark.bench.cross.Agent.Thinking;
import dev.tidemark.bench.cross.Agent.ToolUse;
import dev.tidemark.trace.Trace;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each scenario does all its steps, in their order: a step left out or moved fails here. */
class ScenarioTest {
  private static final int TRACES = 30;
  private static final int FACTS = 50;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Material material = new Material(Knowledge.embeddings(FACTS), 3);
  private final Knowledge knowledge = Knowledge.store(db, Knowledge.embeddings(FACTS));
  private final Agent agent = Agent.prepare(db, knowledge, TRACES);
  private final long prepared = db.stats().version();

  @AfterEach
  void close() {
    db.close();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void cycle_once_isRightAndLeavesWhatItShould(Scenario scenario) {
    Object outcome = scenario.run(agent, material, 1);

    assertThat(scenario.isRight(outcome, agent, material, 1)).isTrue();
    assertThat(agent.stored()).isEqualTo(scenario.expected(TRACES));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void check_ofAnotherCycle_fails(Scenario scenario) {
    Object outcome = scenario.run(agent, material, 1);

    assertThat(scenario.isRight(outcome, agent, material, 2)).isFalse();
  }

  @Test
  void think_thoughtsAreRecalledBeforeTheNewOne_andTheStateMovesLast() {
    Thinking done = agent.think(material.thought(0));

    assertThat(done.before().value()).isEqualTo(Value.of(0));
    assertThat(done.recalled()).extracting(Trace::id).doesNotContain(done.thought());
    assertThat(done.recalled().get(0).content().toString()).contains("thought 28");
    assertThat(agent.newest().version()).isEqualTo(prepared + 1);
    assertThat(done.after().version()).isEqualTo(prepared + 2);
    assertThat(agent.think(material.thought(1)).recalled().get(0).id()).isEqualTo(done.thought());
  }

  @Test
  void useTool_eventThenResultThenStatus_areThreeCommits() {
    ToolUse done = agent.useTool(material.call(0), material.document(0));

    assertThat(done.config()).isEqualTo(Agent.INITIAL_CONFIG);
    assertThat(List.of(done.call().version(), done.stored(), done.completed()))
        .containsExactly(prepared + 1, prepared + 2, prepared + 3);
    assertThatThrownBy(() -> agent.think(material.thought(0)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("COMPLETED");
  }

  @Test
  void noteAndSearch_documentThenEmbedding_areTwoCommits() {
    Finding done = agent.noteAndSearch(material.document(0), material.embedding(0));

    assertThat(db.stats().version()).isEqualTo(prepared + 2);
    assertThat(done.document().value()).isEqualTo(Knowledge.document(material.nearest(0)));
    assertThat(agent.note()).isEqualTo(material.document(0));
  }

  @Test
  void touchAllSeven_everyPrimitive_isWrittenByOneCommit() {
    long version =
        agent.touchAllSeven(
            material.thought(0), material.call(0), material.document(0), material.embedding(0));

    assertThat(version).isEqualTo(prepared + 1).isEqualTo(db.stats().version());
    assertThat(agent.versions()).containsExactly(version);
  }

  @Test
  void touchAllSeven_refusedByOne_leavesNothingOfAny() {
    float[] tooShort = new float[Knowledge.DIMENSION - 1];

    assertThatThrownBy(
            () ->
                agent.touchAllSeven(
                    material.thought(0), material.call(0), material.document(0), tooShort))
        .isInstanceOf(DatabaseException.class)
        .isNotInstanceOf(ConflictException.class);

    assertThat(agent.stored()).isEqualTo(new Stored(0, TRACES, 0, 0, 0, RunStatus.ACTIVE));
    assertThat(db.stats().version()).isEqualTo(prepared);
  }
}
