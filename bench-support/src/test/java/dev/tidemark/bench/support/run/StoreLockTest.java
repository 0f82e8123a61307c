package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir private Path store;

  @Test
  void holding_held_isRefusedAndNamesTheStore() throws IOException {
    StoreLock.holding(
        store,
        () -> {
          assertThatThrownBy(() -> StoreLock.holding(store, () -> "second"))
              .isInstanceOf(StoreLock.HeldException.class)
              .hasMessageContaining(store.toString());
          return "first";
        });
  }

  @Test
  void holding_released_isGranted() throws IOException {
    StoreLock.holding(store, () -> "first");

    assertThat(StoreLock.holding(store, () -> "second")).isEqualTo("second");
  }

  @Test
  void holding_suiteHeldByAnother_isRefusedAndNamesTheProcess() throws IOException {
    StoreLock.holdingSuite(
        store,
        () -> {
          assertThatThrownBy(() -> StoreLock.holding(store, () -> "jar on its own"))
              .isInstanceOf(StoreLock.HeldException.class)
              .hasMessageContaining("process " + ProcessHandle.current().pid());
          return "suite";
        });
  }
}
