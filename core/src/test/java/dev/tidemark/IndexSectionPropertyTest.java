package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.index.KeptIndex;
import dev.tidemark.index.KeptIndexProvider;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An index that came back from what it kept knows, at every version kept, what a new one would. */
class IndexSectionPropertyTest {
  record Step(String kind, String key, String text) {}

  @Property(tries = 150)
  void history_withCheckpointsAndReopenings_givesTheIndexThatADerivedOneIs(
      @ForAll("histories") List<Step> steps, @ForAll("retentions") Retention retention) {
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .retention(retention)
            .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
    Database db = DatabaseFixture.open(disk, options);
    for (Step step : steps) {
      byte[] key = step.key.getBytes(UTF_8);
      switch (step.kind) {
        case "put" -> db.global().put(KeptIndexProvider.SPACE, key, Value.of(step.text));
        case "delete" -> db.global().delete(KeptIndexProvider.SPACE, key);
        case "checkpoint" -> db.checkpoint();
        default -> {
          db.close();
          List<Map<String, String>> derived = derived(disk, options);
          db = DatabaseFixture.open(disk, options);
          assertThat(contents(db)).isEqualTo(derived);
        }
      }
    }
    db.close();
  }

  /** What a database without the sections knows. */
  private static List<Map<String, String>> derived(SimulatedDisk disk, DatabaseOptions options) {
    SimulatedDisk copy = disk.crash(SimulatedDisk.Survival.EVERYTHING, 0);
    copy.list().stream().filter(name -> name.endsWith(".tmindex")).forEach(copy::remove);
    try (Database db = DatabaseFixture.open(copy, options)) {
      assertThat(db.recovery().indexes().restored()).isZero();
      return contents(db);
    }
  }

  private static List<Map<String, String>> contents(Database db) {
    List<Map<String, String>> contents = new ArrayList<>();
    long newest = db.stats().version();
    try (ReadView view = db.readView()) {
      PinnedScope scope = (PinnedScope) view.in(RunId.GLOBAL);
      KeptIndex index = scope.index(KeptIndexProvider.SPACE, KeptIndex.class);
      for (long version = db.stats().store().horizon(); index != null && version <= newest; ) {
        contents.add(index.at(version++));
      }
    }
    return contents;
  }

  @Provide
  Arbitrary<Retention> retentions() {
    return Arbitraries.of(Retention.none(), Retention.commits(1), Retention.commits(7));
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.of("put", "put", "put", "delete", "checkpoint", "reopen"),
            Arbitraries.strings().withChars("amz").ofMinLength(1).ofMaxLength(2),
            Arbitraries.strings().alpha().ofMaxLength(40))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
