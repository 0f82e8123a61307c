package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.durability.LogOptions;
import dev.tidemark.durability.RealDisk;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxBytesTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final long LIMIT = 1 << 20;
  private static final Value KIB = Value.bytes(new byte[1 << 10]);

  private final DatabaseOptions options =
      DatabaseOptions.defaults().limits(Limits.defaults().maxBytes(LIMIT));
  private final Database db = Database.inMemory(options, task -> {});

  @AfterEach
  void leaveWhole() {
    db.checkInvariants();
    db.close();
  }

  @Test
  void put_storeIsFull_isRefusedByNumbersAndTakesNoVersion() {
    fill(db);
    long version = db.stats().version();

    assertThatThrownBy(() -> put("one more"))
        .isInstanceOfSatisfying(
            LimitExceededException.class,
            e -> {
              assertThat(e.limit()).isEqualTo(LIMIT);
              assertThat(e.actual()).isBetween(LIMIT + 1, LIMIT + 2_000);
            })
        .hasMessageContaining("delete");
    assertThat(db.stats().version()).isEqualTo(version);
    assertThat(db.stats().store().bytes()).isBetween(LIMIT - 2_000, LIMIT);
    assertThat(db.global().get(SPACE, "one more")).isNull();
  }

  @Test
  void delete_storeIsFull_makesRoomAtOnce() {
    int count = fill(db);
    for (int i = 0; i < count; i++) {
      assertThat(db.global().delete(SPACE, key("k" + i))).isTrue();
    }

    put("one more");

    assertThat(db.stats().store().keys()).isEqualTo(1);
    assertThat(db.stats().store().bytes()).isLessThan(3_000);
  }

  @Test
  void overwrite_sameKeyForEver_neverFillsTheStore() {
    for (int i = 0; i < 10_000; i++) {
      put("k" + i % 10);
    }

    assertThat(db.stats().store().keys()).isEqualTo(10);
  }

  @Test
  void put_deletedButSeenByAView_isRefusedUntilTheViewEnds() {
    try (ReadView view = db.readView()) {
      int count = fill(db);
      ReadView full = db.readView();
      for (int i = 0; i < count; i++) {
        db.global().delete(SPACE, key("k" + i));
      }
      assertThatThrownBy(() -> put("one more")).isInstanceOf(LimitExceededException.class);
      assertThat(full.in(dev.tidemark.types.RunId.GLOBAL).get(SPACE, "k0")).isEqualTo(KIB);
      full.close();
      assertThat(view.version()).isZero();
    }
    put("one more");
  }

  @Test
  void open_logHoldsMoreThanTheLimit_opensForReadingAndDeleting(@TempDir Path dir) {
    try (Database large = open(dir, DatabaseOptions.defaults())) {
      for (int i = 0; i < 2_000; i++) {
        large.global().put(SPACE, key("k" + i), KIB);
      }
    }
    try (Database small = open(dir, options)) {
      assertThat(small.global().get(SPACE, "k1999")).isEqualTo(KIB);
      assertThatThrownBy(() -> small.global().put(SPACE, key("more"), KIB))
          .isInstanceOf(LimitExceededException.class);
      for (int i = 0; i < 1_500; i++) {
        small.global().delete(SPACE, key("k" + i));
      }
      small.global().put(SPACE, key("more"), KIB);
    }
  }

  @Test
  void limit_aboveTheDefault_isRefused() {
    Limits limits = Limits.defaults();

    assertThat(limits.maxBytes()).isLessThan(Runtime.getRuntime().maxMemory());
    assertThatThrownBy(() -> limits.maxBytes(limits.maxBytes() + 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("maxBytes");
    assertThatThrownBy(() -> limits.maxBytes(0)).isInstanceOf(InvalidArgumentException.class);
  }

  private static Database open(Path dir, DatabaseOptions options) {
    return Database.open(new RealDisk(dir), LogOptions.defaults(), options, task -> {});
  }

  /** Puts until the store is full; returns how many fit. */
  private static int fill(Database db) {
    for (int i = 0; ; i++) {
      try {
        db.global().put(SPACE, key("k" + i), KIB);
      } catch (LimitExceededException full) {
        return i;
      }
    }
  }

  private void put(String text) {
    db.global().put(SPACE, key(text), KIB);
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }
}
