package dev.tidemark.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore.Difference;
import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.Durability;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KVStoreTest {
  private Instant time = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> time;
  private final Database db = Database.inMemory(DatabaseOptions.defaults().clock(clock));
  private final RunId run = new Runs().create(db.global(), "nightly");
  private final Scope now = db.in(run);
  private final KVStore kv = new KVStore();

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void put_everyKind_readsBackTyped() {
    kv.put(now, "s", "text");
    kv.put(now, "l", 7L);
    kv.put(now, "d", 2.5);
    kv.put(now, "b", true);
    kv.put(now, "x", new byte[] {1, 2});
    kv.put(now, "m", Value.map("tool", "grep"));

    assertThat(kv.getString(now, "s")).contains("text");
    assertThat(kv.getLong(now, "l")).hasValue(7);
    assertThat(kv.getDouble(now, "d")).hasValue(2.5);
    assertThat(kv.getBoolean(now, "b")).contains(true);
    assertThat(kv.getBytes(now, "x").orElseThrow()).containsExactly(1, 2);
    assertThat(kv.get(now, "m")).contains(Value.map("tool", "grep"));
    assertThat(kv.get(now, "none")).isEmpty();
    assertThat(kv.getLong(now, "none")).isEmpty();
    assertThat(kv.getDouble(now, "none")).isEmpty();
  }

  @Test
  void typedRead_ofAnotherKind_namesBoth() {
    kv.put(now, "s", "text");

    assertThatThrownBy(() -> kv.getLong(now, "s"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("\"s\" holds a StringValue, not a LongValue");
  }

  @Test
  void transaction_putsDeletesAndReads_areOne() {
    kv.put(now, "tmp", 1);
    Committed<Boolean> c =
        db.transactResult(
            tx -> {
              Scope s = tx.in(run);
              assertThat(kv.put(s, "a", 1)).isEqualTo(Versioned.PENDING);
              assertThat(kv.getLong(s, "a")).hasValue(1);
              return kv.delete(s, "tmp");
            });

    assertThat(c.value()).isTrue();
    assertThat(kv.getVersioned(now, "a"))
        .contains(new Versioned<>(Value.of(1), c.version(), c.timeMicros()));
    assertThat(kv.exists(now, "tmp")).isFalse();
    assertThat(db.<RuntimeException>transact(tx -> kv.delete(tx.in(run), "a")))
        .isEqualTo(c.version() + 1);
  }

  @Test
  void compareAndSet_losing_isAResult() {
    long v = kv.put(now, "a", 1);

    CasResult won = kv.compareAndSet(now, "a", v, "2");
    CasResult lost = kv.compareAndSet(now, "a", v, "3");

    assertThat(won.applied()).isTrue();
    assertThat(lost.applied()).isFalse();
    assertThat(lost.version()).isEqualTo(won.version());
    assertThatThrownBy(lost::orThrow).isInstanceOf(ConflictException.class);
    assertThat(kv.putIfAbsent(now, "a", Value.of(4))).isFalse();
    assertThat(kv.putIfAbsent(now, "b", Value.of(4))).isTrue();
  }

  @Test
  void put_withTtl_expiresForEveryRead() {
    kv.put(now, "a", Value.of(1), Duration.ofSeconds(2));
    try (ReadView view = db.readView()) {
      assertThat(kv.get(view.in(run), "a")).isPresent();
      time = time.plusSeconds(2);

      assertThat(kv.get(now, "a")).isEmpty();
      assertThat(kv.keys(now, "")).isEmpty();
      assertThat(kv.exists(now, "a")).isFalse();
      assertThat(kv.delete(now, "a")).isFalse();
      assertThat(kv.get(view.in(run), "a")).isPresent();
    }
    assertThat(kv.putIfAbsent(now, "a", Value.of(2))).isTrue();
    time = time.plusSeconds(100);
    assertThat(kv.get(now, "a")).contains(Value.of(2));
  }

  @Test
  void put_withTtl_survivesReopen(@TempDir Path dir) {
    DatabaseOptions options =
        DatabaseOptions.defaults().clock(clock).durability(Durability.strict());
    RunId own;
    try (Database disk = Database.open(dir, options)) {
      own = new Runs().create(disk.global(), "ttl");
      kv.put(disk.in(own), "short", Value.of(1), Duration.ofSeconds(1));
      kv.put(disk.in(own), "long", Value.of(2), Duration.ofSeconds(60));
    }
    time = time.plusSeconds(1);
    try (Database disk = Database.open(dir, options)) {
      assertThat(kv.keys(disk.in(own), "")).containsExactly("long");
    }
  }

  @Test
  void ttl_outsideItsRange_isRefused() {
    for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(40_000))) {
      assertThatThrownBy(() -> kv.put(now, "a", Value.of(1), ttl))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("36,500 days");
    }
    assertThat(kv.get(now, "a")).isEmpty();
  }

  @Test
  void putAll_oneBadKey_namesItsIndexAndStoresNothing() {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("good", Value.of(1));
    entries.put("bad\0", Value.of(2));

    assertThatThrownBy(() -> kv.putAll(now, entries))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("key at index 1");
    assertThat(kv.keys(now, "")).isEmpty();
  }

  @Test
  void batches_putGetDelete_areOneCommitEach() {
    long version = kv.putAll(now, Map.of("a", Value.of(1), "b", Value.of(2), "c", Value.of(3)));

    assertThat(kv.entries(now, "")).allMatch(e -> e.version() == version).hasSize(3);
    assertThat(kv.getAll(now, List.of("c", "none", "a")))
        .containsExactly(Map.entry("c", Value.of(3)), Map.entry("a", Value.of(1)));
    assertThat(kv.deleteAll(now, List.of("a", "b", "none"))).isEqualTo(2);
    assertThat(kv.keys(now, "")).containsExactly("c");
  }

  @Test
  void range_betweenTwoKeys_hasTheFirstAndNotTheLast() {
    for (String key : List.of("a", "b", "b\u00e9", "c", "d")) {
      kv.put(now, key, 1);
    }

    assertThat(keys(kv.range(now, "b", "d", "", 10))).containsExactly("b", "b\u00e9", "c");
    assertThat(keys(kv.range(now, "", "b", "", 10))).containsExactly("a");
    assertThat(keys(kv.range(now, "bb", "", "", 10))).containsExactly("b\u00e9", "c", "d");
    assertThat(keys(kv.range(now, "b", "b", "", 10))).isEmpty();
    Page<KVStore.Entry> first = kv.range(now, "b", "", "", 2);
    assertThat(keys(first)).containsExactly("b", "b\u00e9");
    assertThat(keys(kv.range(now, "b", "", first.cursor(), 2))).containsExactly("c", "d");
    assertThat(keys(kv.range(now, "c", "", "a", 1))).containsExactly("c");
  }

  @Test
  void range_badInput_isRefused() {
    assertThatThrownBy(() -> kv.range(now, "c", "b", "", 1)).hasMessageContaining("swap its ends");
    assertThatThrownBy(() -> kv.range(now, "a", "b", "", 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> kv.range(now, "\uD800", "", "", 1)).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> kv.range(now, "", "\uD800", "", 1)).hasMessageContaining("surrogate");
  }

  private static List<String> keys(Page<KVStore.Entry> page) {
    return page.items().stream().map(KVStore.Entry::key).toList();
  }

  @Test
  void page_overPrefix_visitsEachKeyOnceInOrder() {
    for (int i = 0; i < 10; i++) {
      kv.put(now, "p/" + i, i);
    }
    kv.put(now, "q", 1);
    List<String> seen = new ArrayList<>();
    Page<KVStore.Entry> page = kv.page(now, "p/", "", 3);
    page.items().forEach(e -> seen.add(e.key()));
    while (!page.cursor().isEmpty()) {
      page = kv.page(now, "p/", page.cursor(), 3);
      page.items().forEach(e -> seen.add(e.key()));
    }

    assertThat(seen)
        .containsExactly("p/0", "p/1", "p/2", "p/3", "p/4", "p/5", "p/6", "p/7", "p/8", "p/9");
    assertThat(kv.page(now, "p/", "", 10).cursor()).isEmpty();
    assertThat(kv.page(now, "p/", "z", 10).items()).isEmpty();
    assertThatThrownBy(() -> kv.keys(now, "\uD800")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> kv.page(now, "p/", "", 0)).hasMessageContaining("at least 1");
  }

  @Test
  void increment_missingPresentAndOverflowing() {
    assertThat(kv.increment(now, "n", 5)).isEqualTo(5);
    assertThat(kv.increment(now, "n", -7)).isEqualTo(-2);
    kv.put(now, "n", Long.MAX_VALUE);
    assertThatThrownBy(() -> kv.increment(now, "n", 1)).hasMessageContaining("overflows");
    assertThat(kv.getLong(now, "n")).hasValue(Long.MAX_VALUE);
    kv.put(now, "s", "x");
    assertThatThrownBy(() -> kv.increment(now, "s", 1)).hasMessageContaining("StringValue");
  }

  @Test
  void key_limits_belowAtAndAbove() {
    String longest = "é".repeat(512);
    kv.put(now, longest, 1);

    assertThat(kv.getLong(now, longest)).hasValue(1);
    assertThatThrownBy(() -> kv.put(now, longest + "x", 1))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 1025, the limit is 1024");
    assertThatThrownBy(() -> kv.get(now, longest + "x")).isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> kv.get(now, "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> kv.put(now, "a\0", 1)).hasMessageContaining("NUL at index 1");
    assertThatThrownBy(() -> kv.get(now, "\uDC00")).hasMessageContaining("surrogate");
  }

  @Test
  void key_loweredLimit_isTheOneThatCounts() {
    Limits low = new Limits(8, 64, 100, 200, 2, 10, 4, 1_000, 100_000);
    try (Database small = Database.inMemory(DatabaseOptions.defaults().limits(low))) {
      Scope s = small.in(new Runs().create(small.global(), "small"));
      kv.put(s, "12345678", 1);

      assertThatThrownBy(() -> kv.put(s, "123456789", 1)).hasMessageContaining("the limit is 8");
      Value deep = Value.list(Value.list(Value.list()));
      assertThatThrownBy(() -> kv.put(s, "a", deep)).hasMessageContaining("is 3, the limit is 2");
      assertThatThrownBy(() -> kv.put(s, "a", "x".repeat(101)))
          .hasMessageContaining("the limit is 100");
      Map<String, Value> five = new LinkedHashMap<>();
      List.of("a", "b", "c", "d", "e").forEach(key -> five.put(key, Value.of(1)));
      assertThatThrownBy(() -> kv.putAll(s, five))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("the limit is 4");
      assertThat(kv.keys(s, "")).containsExactly("12345678");
    }
  }

  @Test
  void value_aboveTheLimit_isRefusedWithLimitAndRemedy() {
    assertThatThrownBy(() -> kv.put(now, "big", new byte[(16 << 20) + 1]))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("16777216");
    assertThat(kv.exists(now, "big")).isFalse();
  }

  @Test
  void reads_atPastVersionAndTime_seeWhatWasThere() {
    try (Database kept =
        Database.inMemory(
            DatabaseOptions.defaults().clock(clock).retention(Retention.commits(100)))) {
      RunId mine = new Runs().create(kept.global(), "kept");
      Scope present = kept.in(mine);
      kv.put(present, "a", 1);
      long version = kv.put(present, "b", Value.of(2), Duration.ofSeconds(5));
      Instant then = time;
      time = time.plusSeconds(60);
      kv.put(present, "a", 3);
      kv.delete(present, "b");

      ReadScope past = kept.at(version).in(mine);
      assertThat(kv.getLong(past, "a")).hasValue(1);
      assertThat(kv.exists(past, "b")).isTrue();
      assertThat(kv.getVersioned(past, "b").orElseThrow().version()).isEqualTo(version);
      assertThat(kv.getAll(past, List.of("a", "b", "c"))).containsOnlyKeys("a", "b");
      assertThat(kv.keys(past, "")).containsExactly("a", "b");
      assertThat(kv.page(past, "", "a", 1).items()).hasSize(1);
      assertThat(kv.keys(kept.at(then.plusSeconds(5)).in(mine), "")).containsExactly("a");
      assertThat(kv.keys(kept.at(then.plusSeconds(4)).in(mine), "")).containsExactly("a", "b");
    }
  }

  @Test
  void history_putsDeletesAndExpiry_newestFirst() {
    try (Database kept =
        Database.inMemory(
            DatabaseOptions.defaults().clock(clock).retention(Retention.commits(100)))) {
      Scope mine = kept.in(new Runs().create(kept.global(), "kept"));
      kv.put(mine, "k", 1);
      kv.delete(mine, "k");
      kv.put(mine, "k", Value.of(2), Duration.ofSeconds(5));

      KeyHistory history = kv.history(mine, "k");
      assertThat(history.states())
          .extracting(KeyHistory.State::value)
          .containsExactly(Value.of(2), null, Value.of(1));
      KeyHistory.State newest = history.states().get(0);
      assertThat(newest.expiresAtMicros() - newest.timeMicros()).isEqualTo(5_000_000);
      assertThat(history.states().get(1).isDeletion()).isTrue();
      KeyHistory page = kv.history(mine, "k", newest.version(), 1);
      assertThat(page.states()).containsExactly(history.states().get(1));
      assertThat(page.cursor()).isEqualTo(history.states().get(1).version());
      assertThat(kv.history(mine, "never").states()).isEmpty();
    }
  }

  @Test
  void history_badArguments_areRefused() {
    assertThatThrownBy(() -> kv.history(now, "")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kv.history(now, "k", 0, 1))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kv.history(now, "k".repeat(1_025)))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> kv.history(db.in(RunId.random()), "k"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void unknownRun_everyOperation_isNotFound() {
    Scope nobody = db.in(RunId.random());
    assertThatThrownBy(() -> kv.get(nobody, "a")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> kv.put(nobody, "a", 1)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> kv.keys(nobody, "")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> kv.delete(nobody, "a")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void diff_twoRuns_isByKeyAndNotByRun() {
    RunId other = new Runs().create(db.global(), "other");
    kv.put(db.in(run), "same", 1);
    kv.put(db.in(run), "changed", 1);
    kv.put(db.in(run), "only here", 1);
    kv.put(db.in(other), "same", 1);
    kv.put(db.in(other), "changed", 2);
    kv.put(db.in(other), "only there", 1);

    try (ReadView view = db.readView()) {
      assertThat(kv.diff(view.in(run), view.in(other)))
          .containsExactly(
              new Difference("changed", Optional.of(Value.of(1)), Optional.of(Value.of(2))),
              new Difference("only here", Optional.of(Value.of(1)), Optional.empty()),
              new Difference("only there", Optional.empty(), Optional.of(Value.of(1))));
      assertThat(kv.diff(view.in(run), view.in(run))).isEmpty();
    }
    assertThatThrownBy(() -> kv.diff(db.in(run), db.in(RunId.random())))
        .isInstanceOf(NotFoundException.class);
  }
}
