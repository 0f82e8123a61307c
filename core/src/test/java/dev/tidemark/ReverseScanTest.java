package dev.tidemark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.ReadView;
import dev.tidemark.transaction.RetryPolicy;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionOptions;
import dev.tidemark.types.ClosedException;
import dev.tidemark.types.ConflictException;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scan from the last entry to the first relies on, and what its visitor may do. */
class ReverseScanTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");
  private static final TransactionOptions ONCE =
      TransactionOptions.defaults().retry(RetryPolicy.none());

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final RunId run = new Runs().create(db.global(), "run");
  private final Scope now = db.in(run);

  @BeforeEach
  void fill() {
    List.of("b", "d", "f", "h").forEach(key -> put(now, key, 0));
  }

  @AfterEach
  void close() {
    db.checkInvariants();
    db.close();
  }

  @Test
  void scanReverse_visitorWrites_seesWhatLiesAheadOfIt() {
    List<String> seen = new ArrayList<>();
    db.transact(
        tx -> {
          Scope s = tx.in(run);
          put(s, "g", 1);
          s.scanReverse(
              SPACE,
              KeyRange.all(),
              (key, value, version, time) -> {
                seen.add(text(key) + number(value));
                put(s, "z", 2);
                put(s, "c", 2);
                put(s, "b", 3);
                put(s, "a", 4);
                s.delete(SPACE, bytes("d"));
                return true;
              });
        });

    assertThat(seen).containsExactly("h0", "g1", "f0", "c2", "b3", "a4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "g", "h", "i"})
  void scanReverse_stoppedAndWhatItSawChanged_isAConflict(String changed) {
    assertThatThrownBy(() -> readLast(2, KeyRange.all(), changed))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> assertThat(e.range()).contains(new KeyRange(bytes("f"), null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "d", "e"})
  void scanReverse_stoppedAndWhatItDidNotReachChanged_isNone(String changed) {
    readLast(2, KeyRange.all(), changed);
  }

  @Test
  void scanReverse_notStopped_reliesOnTheRangeToItsBeginning() {
    KeyRange range = new KeyRange(bytes("c"), bytes("h"));

    assertThatThrownBy(() -> readLast(3, range, "c")).isInstanceOf(ConflictException.class);
    readLast(3, range, "b");
    readLast(3, range, "h");
  }

  @Test
  void scanReverse_stoppedAtAnOwnWrite_reliesOnWhatLiesAboveIt() {
    assertThatThrownBy(() -> readOwn("e", "f")).isInstanceOf(ConflictException.class);
    readOwn("e", "d");
  }

  /** Reads entries from the end of a range while another commit writes a key. */
  private void readLast(int wanted, KeyRange range, String changed) {
    db.transact(
        ONCE,
        tx -> {
          int[] count = new int[1];
          tx.in(run).scanReverse(SPACE, range, (key, value, version, time) -> ++count[0] < wanted);
          elsewhere(() -> put(now, changed, 1));
          put(tx.in(run), "!result", count[0]);
        });
  }

  private void readOwn(String own, String changed) {
    db.transact(
        ONCE,
        tx -> {
          put(tx.in(run), own, 1);
          tx.in(run)
              .scanReverse(
                  SPACE, KeyRange.all(), (key, value, version, time) -> !text(key).equals(own));
          elsewhere(() -> put(now, changed, 1));
        });
  }

  @Test
  void scanReverse_visitorClosesTheView_isRefusedTheRest() {
    ReadView view = db.readView();

    assertThatThrownBy(
            () ->
                view.in(run)
                    .scanReverse(
                        SPACE,
                        KeyRange.all(),
                        (key, value, version, time) -> {
                          view.close();
                          return true;
                        }))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void scanReverse_unknownRun_isRefused() {
    RunId unknown = new RunId(1, 1);
    for (ReadScope scope : List.of(db.in(unknown), db.at(db.stats().version()).in(unknown))) {
      assertThatThrownBy(
              () -> scope.scanReverse(SPACE, KeyRange.all(), (key, value, version, time) -> true))
          .isInstanceOf(NotFoundException.class);
    }
  }

  private static void elsewhere(Runnable work) {
    CompletableFuture.runAsync(work, OwnThread.FOR_EACH).join();
  }

  private static void put(Scope scope, String key, long value) {
    scope.put(SPACE, bytes(key), Value.of(value));
  }

  private static long number(Value value) {
    return ((Value.LongValue) value).value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] key) {
    return new String(key, UTF_8);
  }
}
