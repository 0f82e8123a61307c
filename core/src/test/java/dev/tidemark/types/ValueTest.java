package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ValueTest {
  @Test
  void equals_differentKinds_neverEqual() {
    assertThat(Value.of(1)).isNotEqualTo(Value.of(1.0));
    assertThat(Value.of(0.0)).isNotEqualTo(Value.of(-0.0));
    assertThat(Value.of(Double.longBitsToDouble(0x7FF8_0000_0000_0001L)))
        .isEqualTo(Value.of(Double.NaN));
    assertThat(Value.vector(Float.intBitsToFloat(0x7FC0_0001))).isEqualTo(Value.vector(Float.NaN));
    assertThat(Value.list(Value.of(1))).isEqualTo(Value.list(Value.of(1)));
    assertThat(Value.map("a", 1, "b", "x")).isEqualTo(Value.map("b", "x", "a", 1));
  }

  @Test
  void arrays_changedByTheCaller_doNotChangeTheValue() {
    byte[] bytes = {1, 2};
    float[] floats = {1, 2};
    Value b = Value.bytes(bytes);
    Value.VectorValue v = Value.vector(floats);
    bytes[0] = 9;
    floats[0] = 9;
    v.toArray()[1] = 9;

    assertThat(b).isEqualTo(Value.bytes(new byte[] {1, 2}));
    assertThat(v).isEqualTo(Value.vector(1, 2));
  }

  @Test
  void map_names_areSortedByUtf8() {
    Map<String, Value> entries = new HashMap<>();
    for (String name : new String[] {"\uFFFD", "😀", "a", "B"}) {
      entries.put(name, Value.of(name));
    }
    Value.MapValue map = Value.map(entries);

    assertThat(map.name(0)).isEqualTo("B");
    assertThat(map.name(2)).isEqualTo("\uFFFD");
    assertThat(map.name(3)).isEqualTo("😀");
    assertThat(map.get("😀")).isEqualTo(Value.of("😀"));
    assertThat(map.get("none")).isNull();
  }

  @Test
  void of_badInput_isRefusedByName() {
    assertThatThrownBy(() -> Value.of("x\uDC00")).hasMessageContaining("surrogate at index 1");
    assertThatThrownBy(() -> Value.map("a", new Object())).hasMessageContaining("no value form");
    assertThatThrownBy(() -> Value.map("a", 1, "a", 2)).hasMessageContaining("given twice");
    assertThatThrownBy(() -> Value.map("a", 1, "b")).hasMessageContaining("missing");
    assertThatThrownBy(() -> Value.map("\uD800", 1)).hasMessageContaining("map name");
  }

  @Test
  void nesting_atAndAboveTheLimit() {
    Value value = Value.of(1);
    for (int i = 0; i < Value.MAX_DEPTH; i++) {
      value = Value.list(value);
    }
    Value deepest = value;

    assertThat(deepest.depth()).isEqualTo(Value.MAX_DEPTH);
    assertThatThrownBy(() -> Value.list(deepest))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 129, the limit is 128");
  }

  @Property
  void utf8_compareAndLength_agreeWithTheBytes(@ForAll String a, @ForAll String b) {
    if (isWellFormed(a) && isWellFormed(b)) {
      byte[] x = a.getBytes(StandardCharsets.UTF_8);
      byte[] y = b.getBytes(StandardCharsets.UTF_8);
      assertThat(Integer.signum(Utf8.compare(a, b)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(x, y)));
      assertThat(Utf8.length(a)).isEqualTo(x.length);
    }
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Test
  void keyRange_prefixOfHighBytes_hasTheRightEnd() {
    assertThat(KeyRange.prefix(new byte[] {1, (byte) 0xFF}).to()).isEqualTo(new byte[] {2});
    assertThat(KeyRange.prefix(new byte[] {(byte) 0xFF}).to()).isNull();
    assertThat(KeyRange.prefix(new byte[0])).isEqualTo(KeyRange.all());
    assertThat(KeyRange.prefix(new byte[] {1}).after(new byte[] {9}).from())
        .isEqualTo(new byte[] {2});
    assertThatThrownBy(() -> new KeyRange(new byte[] {2}, new byte[] {1}))
        .hasMessageContaining("ends before it begins");
  }
}
