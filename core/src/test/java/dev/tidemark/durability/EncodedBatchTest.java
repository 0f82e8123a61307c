package dev.tidemark.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tidemark.telemetry.Notices;
import dev.tidemark.types.DatabaseListener;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedBatchTest {
  private static final NoLog NO_LOG = new NoLog(new Notices(new DatabaseListener() {}));
  private static final Limits LIMITS = new Limits(20, 40, 100, 150, 10, 10, 3, 300, 10_000);

  private static Mutation put(Value value) {
    return LogFixture.put("key", value);
  }

  private static Value text(int bytes) {
    return Value.of("x".repeat(bytes));
  }

  private static void assertAccepted(Mutation... mutations) {
    assertThatCode(() -> EncodedBatch.of(List.of(mutations), LIMITS)).doesNotThrowAnyException();
    assertThatCode(() -> NO_LOG.encode(List.of(mutations), LIMITS)).doesNotThrowAnyException();
  }

  private static void assertRefused(long limit, long actual, String what, Mutation... mutations) {
    assertRefusal(() -> EncodedBatch.of(List.of(mutations), LIMITS), limit, actual, what);
    assertRefusal(() -> NO_LOG.encode(List.of(mutations), LIMITS), limit, actual, what);
  }

  private static void assertRefusal(Runnable call, long limit, long actual, String what) {
    assertThatThrownBy(call::run)
        .hasMessageContaining(what)
        .asInstanceOf(type(LimitExceededException.class))
        .returns(limit, LimitExceededException::limit)
        .returns(actual, LimitExceededException::actual);
  }

  @Test
  void of_keyLength_isLimitedEncoded() {
    assertAccepted(LogFixture.put("k".repeat(22), "v"));
    assertAccepted(LogFixture.put("k".repeat(23), "v"));
    assertRefused(40, 41, "an encoded space-16 key", LogFixture.put("k".repeat(24), "v"));
    assertRefused(
        40, 41, "use a shorter key", new Mutation.Tombstone(LogFixture.key("k".repeat(24))));
  }

  @Test
  void of_stringLength_isLimitedInUtf8() {
    assertAccepted(put(text(99)));
    assertAccepted(put(text(100)));
    assertRefused(100, 101, "a string in bytes, at space-16 key \"key\"", put(text(101)));
    assertAccepted(put(Value.of("ä".repeat(50))));
    assertRefused(100, 102, "a string", put(Value.of("ä".repeat(51))));
  }

  @Test
  void of_byteArrayLength_isLimited() {
    assertAccepted(put(Value.bytes(new byte[100])));
    assertRefused(100, 101, "a byte array", put(Value.bytes(new byte[101])));
  }

  @Test
  void of_containerSize_isLimited() {
    List<Value> ten = Collections.nCopies(10, Value.of(1));
    List<Value> eleven = Collections.nCopies(11, Value.of(1));
    assertAccepted(put(Value.list(ten)), LogFixture.put("vector", Value.vector(new float[10])));
    assertRefused(10, 11, "a container", put(Value.list(eleven)));
    assertRefused(10, 11, "a container", put(Value.vector(new float[11])));
    assertRefused(10, 11, "a container", put(Value.list(Value.list(eleven))));
  }

  @Test
  void of_mapName_isLimitedAsAString() {
    assertAccepted(put(Value.map("n".repeat(100), 1)));
    assertRefused(100, 101, "a map name", put(Value.map("n".repeat(101), 1)));
  }

  @Test
  void of_valueSize_isLimitedEncoded() {
    assertAccepted(put(Value.list(text(100), text(43))));
    assertAccepted(put(Value.list(text(100), text(44))));
    assertRefused(150, 151, "an encoded value", put(Value.list(text(100), text(45))));
  }

  @Test
  void of_mutationCount_isLimited() {
    List<Mutation> mutations = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      mutations.add(new Mutation.Tombstone(LogFixture.key(key)));
    }
    assertAccepted(mutations.toArray(Mutation[]::new));
    mutations.add(new Mutation.Tombstone(LogFixture.key("d")));
    assertRefused(3, 4, "a transaction in mutations", mutations.toArray(Mutation[]::new));
  }

  @Test
  void of_transactionSize_isLimitedEncoded() {
    Mutation first = LogFixture.put("a", text(100));
    Mutation second = LogFixture.put("b", text(100));
    // 1 for the count, 17 for the run, 106 for each of the others with their keys.
    assertAccepted(first, second, LogFixture.put("c", text(64)));
    assertRefused(
        300, 301, "a transaction in encoded bytes", first, second, LogFixture.put("c", text(65)));
  }

  @Test
  void record_encoded_isAsLongAsItsParts() {
    EncodedBatch batch = EncodedBatch.of(List.of(put(text(10))), Limits.defaults());
    assertThat(batch.record()).hasSize(64 + 8 + 40);
  }
}
