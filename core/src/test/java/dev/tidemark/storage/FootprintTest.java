package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class FootprintTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final double TOLERANCE = 15;

  @Test
  void entries_shortTexts_areCountedAsTheHeapHoldsThem() {
    assertMeasured(100_000, i -> Value.of("value_%010d".formatted(i)));
  }

  @Test
  void entries_ofAllKinds_areCountedAsTheHeapHoldsThem() {
    assertMeasured(
        10_000,
        i ->
            Value.map(
                "name " + i,
                "日本語".repeat(20) + i,
                "list " + i,
                Value.list(Value.of(i), Value.of(0.5 * i), Value.nil()),
                "vector " + i,
                new float[33],
                "bytes " + i,
                new byte[i % 1_000]));
  }

  private static void assertMeasured(int count, IntFunction<Value> values) {
    MultiVersionMap map =
        new MultiVersionMap(
            new IndexProviders(List.of(), () -> 0), new RetainedHistory(Retention.none()));
    Partition partition = map.run(RunId.GLOBAL).get(SPACE);
    long before = usedHeap();
    for (int i = 0; i < count; i++) {
      byte[] text = "key_%08d".formatted(i).getBytes(UTF_8);
      Entry entry = partition.findOrCreateLocked(text, null);
      Key key = partition.key(text);
      partition.install(entry, Version.of(new Mutation.Put(key, values.apply(i)), i + 1, i), i + 1);
    }
    long measured = usedHeap() - before;

    assertThat(map.sweeper().size().bytes()).isCloseTo(measured, withPercentage(TOLERANCE));
    assertThat(map.sweeper().size().keys()).isEqualTo(count);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
