package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Operations on single keys, each a commit of its own, versions included: what threads see of them
 * has an order in which one thread could have run them.
 */
class LinearizabilityTest {
  @Test
  void singleKeyOperations_onThreeThreads_areLinearizable() {
    new StressOptions()
        .iterations(12)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .check(SingleKeys.class);
  }

  /** The schedules are chosen, one switch of threads after another, instead of left to chance. */
  @Tag("stress")
  @Test
  void singleKeyOperations_inChosenSchedules_areLinearizable() {
    new ModelCheckingOptions()
        .iterations(6)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .check(SingleKeys.class);
  }

  /** What Lincheck runs: a fresh database for each schedule. */
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "version", gen = IntGen.class, conf = "0:4")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static class SingleKeys {
    private static final KeySpace SPACE = new KeySpace(0x77, "test");

    /** Without a thread of its own: all threads are Lincheck's. */
    private final Scope scope = Database.inMemory(DatabaseOptions.defaults(), task -> {}).global();

    private static byte[] bytes(int key) {
      return ("k" + key).getBytes(UTF_8);
    }

    @Operation
    public String get(@Param(name = "key") int key) {
      Versioned<Value> found = scope.getVersioned(SPACE, bytes(key));
      return found == null ? "absent" : found.value() + "@" + found.version();
    }

    @Operation
    public long put(@Param(name = "key") int key, @Param(name = "value") int value) {
      return scope.put(SPACE, bytes(key), Value.of(value));
    }

    @Operation
    public boolean delete(@Param(name = "key") int key) {
      return scope.delete(SPACE, bytes(key));
    }

    @Operation
    public String compareAndSet(
        @Param(name = "key") int key,
        @Param(name = "version") int version,
        @Param(name = "value") int value) {
      CasResult result = scope.compareAndSet(SPACE, bytes(key), version, Value.of(value));
      return result.applied() + "@" + result.version();
    }
  }
}
