package dev.tidemark.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.CorruptionException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ValueBytesTest {
  private static final Limits LIMITS = new Limits(8, 64, 10, 1_000, 2, 3, 9, 10_000, 100_000);

  private static byte[] bytes(Value value) {
    byte[] bytes = new byte[ValueBytes.size(value, LIMITS, "a test")];
    assertThat(ValueBytes.write(value, bytes, 0)).isEqualTo(bytes.length);
    return bytes;
  }

  @Test
  void write_equalValues_haveEqualBytes() {
    Value value = Value.map("b", 1.5, "a", Value.list(Value.of(-3)));

    assertThat(bytes(value)).isEqualTo(bytes(Value.map("a", Value.list(Value.of(-3)), "b", 1.5)));
    assertThat(bytes(Value.of(0.0))).isNotEqualTo(bytes(Value.of(-0.0)));
    assertThat(bytes(Value.of(1))).isNotEqualTo(bytes(Value.of(1.0)));
  }

  @Test
  void read_partOfAnArray_isTheValue() {
    Value value = Value.map("a", Value.list(Value.of("text"), Value.nil()));
    byte[] own = bytes(value);
    byte[] shared = new byte[own.length + 7];
    Arrays.fill(shared, (byte) 9);
    System.arraycopy(own, 0, shared, 3, own.length);

    assertThat(ValueBytes.read("a test", shared, 3, own.length)).isEqualTo(value);
  }

  @Test
  void read_bytesThatAreNoValue_areRefusedNamingTheirSource() {
    byte[] own = bytes(Value.of("text"));

    for (int length = 0; length < own.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> ValueBytes.read("a test", own, 0, cut))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("a test");
    }
    assertThatThrownBy(
            () -> ValueBytes.read("a test", Arrays.copyOf(own, own.length + 1), 0, own.length + 1))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("1 bytes behind the value");
    assertThatThrownBy(() -> ValueBytes.read("a test", new byte[] {77}, 0, 1))
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void size_ofPartsAboveTheLimits_isRefusedNamingThePlace() {
    for (Value tooLarge :
        new Value[] {
          Value.of("12345678901"),
          Value.list(Value.bytes(new byte[11])),
          Value.vector(1, 2, 3, 4),
          Value.list(Value.list(Value.list()))
        }) {
      assertThatThrownBy(() -> ValueBytes.size(tooLarge, LIMITS, "a test"))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("at a test");
    }
    assertThat(ValueBytes.size(Value.of("1234567890"), LIMITS, "a test")).isEqualTo(12);
  }
}
