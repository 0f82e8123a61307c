package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.SimulatedDisk;
import dev.tidemark.durability.Verification;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.types.CheckpointPolicy;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Checkpoints and reopenings at any place of a history change nothing that can be read. */
class CheckpointPropertyTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final LogOptions SMALL = new LogOptions(4096, 8192, 32 << 20, Runnable::run);

  record Step(String kind, String key, String text) {}

  @Property(tries = 150)
  void history_withCheckpointsAndReopenings_equalsTheModelAtEveryVersionKept(
      @ForAll("histories") List<Step> steps, @ForAll("retentions") Retention retention) {
    SimulatedDisk disk = new SimulatedDisk();
    ReferenceStore model = new ReferenceStore();
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .retention(retention)
            .checkpoints(CheckpointPolicy.manual().replayLogBytes(0));
    Database db = Database.open(disk, SMALL, options);
    for (Step step : steps) {
      if (step.kind.equals("reopen")) {
        db.close();
        assertThat(Verification.ofClosed(disk).problems()).isEmpty();
        db = Database.open(disk, SMALL, options);
      } else {
        apply(db, model, step);
      }
      assertSame(db, model, retention);
    }
    db.checkInvariants();
    db.close();
  }

  private static void apply(Database db, ReferenceStore model, Step step) {
    Map<String, Value> state = model.latest();
    byte[] key = step.key.getBytes(UTF_8);
    if (step.kind.equals("checkpoint")) {
      db.checkpoint();
    } else if (step.kind.equals("put")) {
      state.put(step.key, Value.of(step.text));
      model.commit(db.global().put(SPACE, key, Value.of(step.text)), state);
    } else if (state.remove(step.key) != null) {
      assertThat(db.global().delete(SPACE, key)).isTrue();
      model.commit(db.stats().version(), state);
    }
  }

  private static void assertSame(Database db, ReferenceStore model, Retention retention) {
    long newest = db.stats().version();
    assertThat(contents(db.global())).isEqualTo(model.latest());
    long kept = retention instanceof Retention.Commits commits ? commits.commits() : 0;
    for (long version = Math.max(1, newest - kept); version <= newest; version++) {
      assertThat(contents(db.at(version).in(RunId.GLOBAL))).isEqualTo(model.at(version));
    }
  }

  private static Map<String, Value> contents(ReadScope scope) {
    TreeMap<String, Value> all = new TreeMap<>();
    scope.scan(
        SPACE,
        KeyRange.all(),
        (key, value, version, time) -> all.put(new String(key, UTF_8), value) == null);
    return all;
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
            Arbitraries.strings().alpha().ofMaxLength(400))
        .as(Step::new)
        .list()
        .ofMaxSize(50);
  }
}
