package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is stored is changed behind the log's back: the log says what, where, and goes no further.
 */
class EventTamperTest {
  private static final int LENGTH = 4;
  private static final int LAST = LENGTH - 1;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.in(new Runs().create(db.global(), "run"));
  private final EventLog log = new EventLog();

  @BeforeEach
  void fill() {
    log.append(now, "a", Value.map("tool", "grep", "hits", 3, "ratio", 0.5, "none", null));
    log.append(now, "b", Value.of("text"));
    log.append(now, "a", Value.list(Value.vector(1, 2), Value.of(true), Value.bytes(new byte[3])));
    log.append(now, "c", Value.emptyMap());
    assertThat(log.verifyChain(now).isValid()).isTrue();
  }

  @AfterEach
  void close() {
    db.close();
  }

  private byte[] event(long sequence) {
    return bytes(EventLog.SPACE, EventFormat.key(sequence));
  }

  private byte[] head() {
    return bytes(LogHead.SPACE, LogHead.key());
  }

  private byte[] bytes(KeySpace space, byte[] key) {
    return SharedArrays.of((Value.BytesValue) now.get(space, key)).clone();
  }

  private void put(long sequence, byte[] event) {
    now.put(EventLog.SPACE, EventFormat.key(sequence), Value.bytes(event));
  }

  private void putHead(Value head) {
    now.put(LogHead.SPACE, LogHead.key(), head);
  }

  private void assertBad(long sequence, String reason) {
    ChainVerification found = log.verifyChain(now);
    assertThat(found.isValid()).isFalse();
    assertThat(found.length()).isEqualTo(LENGTH);
    assertThat(found.reason()).contains(reason);
    assertThat(found.firstBad()).as(found.reason()).hasValue(sequence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0x80, 0xFF})
  void verifyChain_anyByteOfAnyEventFlipped_namesTheEventAndTheField(int mask) {
    for (int sequence = 0; sequence < LENGTH; sequence++) {
      byte[] whole = event(sequence);
      for (int i = 0; i < whole.length; i++) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) mask;
        put(sequence, flipped);

        assertBad(sequence, reasonAt(i));
        assertReadsOrIsRefused(sequence);
      }
      put(sequence, whole);
      assertThat(log.verifyChain(now).isValid()).isTrue();
    }
  }

  private static String reasonAt(int offset) {
    if (offset < 1) {
      return "its format is";
    } else if (offset < 9) {
      return "it says that it is event";
    } else if (offset >= 17 && offset < 25) {
      return "do not fit";
    }
    return offset >= 25 && offset < 57
        ? "the hash it has of the event before is not that event's"
        : "its hash is not that of its content";
  }

  private void assertReadsOrIsRefused(long sequence) {
    try {
      assertThat(log.read(now, sequence).orElseThrow().payload()).isNotNull();
    } catch (CorruptionException | UnsupportedFormatException e) {
      assertThat(e).hasMessageContaining("event " + sequence);
    }
  }

  @Test
  void verifyChain_eventCutShortOrOfAnotherKind_isFound() {
    byte[] whole = event(1);
    for (int length = 0; length < whole.length; length++) {
      put(1, Arrays.copyOf(whole, length));
      assertThat(log.verifyChain(now).firstBad()).hasValue(1);
      assertThatThrownBy(() -> log.read(now, 1)).isInstanceOf(DatabaseException.class);
    }
    put(1, Arrays.copyOf(whole, whole.length + 1));
    assertBad(1, "do not fit");
    now.put(EventLog.SPACE, EventFormat.key(1), Value.of("text"));
    assertBad(1, "a StringValue is stored");
    assertThatThrownBy(() -> log.read(now, 1))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("event 1 of run " + now.run())
        .hasMessageContaining("verifyChain");
  }

  @Test
  void verifyChain_eventMissing_isFound() {
    now.delete(EventLog.SPACE, EventFormat.key(1));

    assertBad(1, "it is missing");
    assertThat(log.read(now, 1)).isEmpty();
    assertThatThrownBy(() -> log.range(now, 0, 4))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("event 1 of run")
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> log.range(now, EventRange.all().reverse(), "", 9))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("event 1 of run");
    assertThat(log.range(now, 2, 4)).as("the gap is not asked for").hasSize(2);
    for (String type : List.of("a", "b", "none")) {
      assertThatThrownBy(() -> log.byType(now, type))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("event 1 of run")
          .hasMessageContaining("verifyChain");
    }
    assertThatThrownBy(() -> log.types(now)).isInstanceOf(CorruptionException.class);
    db.transact(
        tx -> {
          log.append(tx.in(now.run()), "b", Value.of(1));
          assertThatThrownBy(() -> log.byType(tx.in(now.run()), "b"))
              .isInstanceOf(CorruptionException.class);
        });
  }

  @Test
  void byType_eventDeletedInTheTransactionThatAsks_isRefused() {
    db.transact(
        tx -> {
          Scope s = tx.in(now.run());
          s.delete(EventLog.SPACE, EventFormat.key(1));
          assertThatThrownBy(() -> log.byType(s, "a")).hasMessageContaining("event 1 of run");
          assertThatThrownBy(() -> log.types(s)).isInstanceOf(CorruptionException.class);
        });
  }

  /** The index is built anew then, from a store that tells of no deletion. */
  @Test
  void byType_eventMissingSinceBeforeTheOpening_isRefused(@TempDir Path directory) {
    RunId run;
    try (Database disk = Database.open(directory, DatabaseOptions.defaults())) {
      run = new Runs().create(disk.global(), "run");
      for (int i = 0; i < 3; i++) {
        log.append(disk.in(run), "t" + i, Value.of(i));
      }
      disk.in(run).delete(EventLog.SPACE, EventFormat.key(1));
      disk.checkpoint();
    }
    try (Database disk = Database.open(directory, DatabaseOptions.defaults())) {
      for (String type : List.of("t0", "t1")) {
        assertThatThrownBy(() -> log.byType(disk.in(run), type))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining("run " + run);
      }
      assertThatThrownBy(() -> log.types(disk.in(run))).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void byType_allEventsMissing_isRefused() {
    for (long sequence = 0; sequence < LENGTH; sequence++) {
      now.delete(EventLog.SPACE, EventFormat.key(sequence));
    }

    assertThatThrownBy(() -> log.byType(now, "a")).isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> log.range(now, 0, 1)).isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> log.range(now, EventRange.all().to(1).reverse(), "", 1))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void verifyChain_eventsSwapped_isFoundAtTheFirst() {
    byte[] first = event(1);
    byte[] second = event(2);
    put(1, second);
    put(2, first);
    assertBad(1, "it says that it is event 2");

    put(1, rewritten(second, 1));
    put(2, rewritten(first, 2));
    assertBad(1, "the hash it has of the event before");
  }

  /** With another sequence and the hash that fits. */
  private static byte[] rewritten(byte[] event, long sequence) {
    byte[] changed = event.clone();
    ByteBuffer.wrap(changed).putLong(1, sequence);
    int end = changed.length - Sha256.BYTES;
    Sha256.hash(changed, end, changed, end);
    return changed;
  }

  @Test
  void verifyChain_contentChangedWithItsOwnHash_isFoundAtTheNextEventOrTheHead() {
    byte[] first = event(0);
    first[9] ^= 1;
    put(0, rewritten(first, 0));
    assertBad(1, "the hash it has of the event before");
    first[9] ^= 1;
    put(0, first);

    byte[] last = event(LAST);
    last[9] ^= 1;
    put(LAST, rewritten(last, LAST));
    assertBad(LAST, "its hash is not the one that the head record has");
  }

  @Test
  void verifyChain_logCutOff_isFound() {
    now.delete(EventLog.SPACE, EventFormat.key(LAST));

    assertBad(LAST, "it is missing");
    assertThatThrownBy(() -> log.head(now)).isInstanceOf(CorruptionException.class);
  }

  @Test
  void logCutOff_everyReadThatReachesTheEnd_isRefused() {
    now.delete(EventLog.SPACE, EventFormat.key(LAST));
    EventRange newest = EventRange.all().reverse();

    assertThat(log.length(now)).isEqualTo(LENGTH);
    assertCutOff(() -> log.range(now, 0, LENGTH));
    assertCutOff(() -> log.range(now, 0, Long.MAX_VALUE));
    assertCutOff(() -> log.range(now, LAST, LENGTH));
    assertCutOff(() -> log.range(now, LENGTH, 9));
    assertCutOff(() -> log.range(now, EventRange.all(), "" + (LAST - 1), 1));
    assertCutOff(() -> log.range(now, newest, "", 1));
    assertCutOff(() -> log.range(now, newest.to(LENGTH), "", 9));
    assertCutOff(() -> log.range(now, newest.to(LENGTH).from(LAST), "", 9));
    assertCutOff(() -> log.byTime(now, 0, Long.MAX_VALUE, "", 9));
    assertCutOff(() -> log.byType(now, "c"));
    assertCutOff(() -> log.types(now));
    assertCutOff(() -> log.diff(now, now));
    assertThat(log.range(now, 0, LAST)).hasSize(LAST);
    assertThat(log.range(now, newest.to(LAST), "", 9).items()).hasSize(LAST);
    assertThat(log.range(now, EventRange.all(), "", 1).items()).hasSize(1);
  }

  private void assertCutOff(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("event " + LAST)
        .hasMessageContaining("of run " + now.run())
        .hasMessageContaining("missing");
  }

  @Test
  void append_logCutOff_isRefusedAndLeavesTheGapToBeSeen() {
    now.delete(EventLog.SPACE, EventFormat.key(LAST));
    byte[] head = head();

    assertThatThrownBy(() -> log.append(now, "a", Value.of(1)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("head record of the event log of run " + now.run())
        .hasMessageContaining("has " + LENGTH + " events, but event " + LAST + " is missing");
    assertThatThrownBy(() -> log.appendAll(now, List.of(new NewEvent("a", Value.of(1)))))
        .isInstanceOf(CorruptionException.class);
    assertThat(head()).isEqualTo(head);
    assertBad(LAST, "it is missing");
  }

  @Test
  void verifyChain_eventsBeyondTheHead_areFoundAndNeverReplaced() {
    byte[] head = head();
    Event more = log.append(now, "more", Value.of(1));
    putHead(Value.bytes(head));

    assertBad(LENGTH, "beyond the length of the log, " + LENGTH);
    assertThatThrownBy(() -> log.append(now, "a", Value.of(1)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("head record of the event log of run " + now.run())
        .hasMessageContaining("it says that the log has " + LENGTH + " events")
        .hasMessageContaining("there are more");
    assertThat(log.read(now, LENGTH)).contains(more);
    assertThatThrownBy(() -> log.range(now, 0, Long.MAX_VALUE))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("there are more");
  }

  @Test
  void verifyChain_entriesThatAreNoEvents_areFound() {
    for (byte[] key : List.of(new byte[] {0}, new byte[9], new byte[] {-1, 0, 0, 0, 0, 0, 0, 0})) {
      now.put(EventLog.SPACE, key, Value.of(1));
      assertThat(log.verifyChain(now).isValid()).isFalse();
      now.delete(EventLog.SPACE, key);
      assertThat(log.verifyChain(now).isValid()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0x80, 0xFF})
  void head_anyByteFlipped_isAnErrorAndNeverANewBeginning(int mask) {
    byte[] whole = head();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) mask;
      assertHeadIsRefused(Value.bytes(flipped));
    }
    putHead(Value.bytes(whole));
    assertThat(log.append(now, "a", Value.of(1)).sequence()).isEqualTo(LENGTH);
    assertThat(log.verifyChain(now).isValid()).isTrue();
  }

  @Test
  void head_garbage_isAnErrorAndNeverANewBeginning() {
    for (Value garbage :
        List.of(
            Value.nil(),
            Value.of("{\"next_sequence\":0}"),
            Value.emptyMap(),
            Value.bytes(new byte[0]),
            Value.bytes(new byte[45]),
            Value.bytes(new byte[46]))) {
      assertHeadIsRefused(garbage);
    }
  }

  private void assertHeadIsRefused(Value head) {
    putHead(head);
    ChainVerification found = log.verifyChain(now);
    assertThat(found.isValid()).isFalse();
    assertThat(found.length()).isEqualTo(LENGTH);
    assertThat(found.firstBad()).isEmpty();
    assertThat(found.reason()).contains("head record");
    assertThatThrownBy(() -> log.append(now, "a", Value.of(1)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("head record of the event log of run " + now.run());
    assertThatThrownBy(() -> log.length(now)).isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> log.head(now)).isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> log.types(now)).isInstanceOf(CorruptionException.class);
    assertThatThrownBy(() -> log.range(now, 0, 9)).isInstanceOf(CorruptionException.class);
    assertThat(log.range(now, 0, LENGTH)).as("what needs no head").hasSize(LENGTH);
  }

  @Test
  void head_missingThoughThereAreEvents_isAnErrorAndNeverANewBeginning() {
    byte[] first = event(0);
    now.delete(LogHead.SPACE, LogHead.key());

    ChainVerification found = log.verifyChain(now);
    assertThat(found.firstBad()).hasValue(0);
    assertThat(found.reason()).contains("beyond the length of the log, 0");
    assertThatThrownBy(() -> log.append(now, "a", Value.of(1)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("it is missing, but there are more");
    assertThatThrownBy(() -> log.length(now)).isInstanceOf(CorruptionException.class);
    assertThat(event(0)).isEqualTo(first);
  }

  @Test
  void head_ofAnotherFormat_isRefusedByNumber() {
    byte[] head = head();
    head[0] = 2;
    CRC32C sum = new CRC32C();
    sum.update(head, 0, 41);
    ByteBuffer.wrap(head).putInt(41, (int) sum.getValue());
    putHead(Value.bytes(head));

    assertThatThrownBy(() -> log.append(now, "a", Value.of(1)))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format version 2");
    assertThat(log.verifyChain(now).reason()).contains("format version 2");
  }

  @Test
  void event_ofAnotherFormat_isRefusedByNumber() {
    byte[] event = event(1);
    event[0] = 2;
    put(1, event);

    assertThatThrownBy(() -> log.read(now, 1))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("event 1 of run")
        .hasMessageContaining("format version 2");
  }

  @Test
  void types_eventThatIsNone_isAnErrorUntilItIsWholeAgain() {
    byte[] whole = event(2);
    put(2, new byte[7]);

    assertThatThrownBy(() -> log.types(now))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("event 2 of run");
    assertThatThrownBy(() -> log.byType(now, "b")).isInstanceOf(CorruptionException.class);
    put(2, whole);
    assertThat(log.types(now))
        .containsExactly(new EventCount("a", 2), new EventCount("b", 1), new EventCount("c", 1));
    put(0, typed(event(0), "b"));
    assertThat(log.types(now))
        .containsExactly(new EventCount("a", 1), new EventCount("b", 2), new EventCount("c", 1));
    assertThat(log.byType(now, "b")).extracting(Event::sequence).containsExactly(0L, 1L);
  }

  private static byte[] typed(byte[] event, String type) {
    byte[] changed = event.clone();
    changed[57] = (byte) type.charAt(0);
    return changed;
  }
}
