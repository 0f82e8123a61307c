package dev.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {
  @Property
  void order_ofIdsBytesAndTexts_isOne(
      @ForAll @Size(2) List<Long> a, @ForAll @Size(2) List<Long> b) {
    TraceId first = new TraceId(a.get(0), a.get(1));
    TraceId second = new TraceId(b.get(0), b.get(1));
    int order = Integer.signum(first.compareTo(second));

    assertThat(Arrays.compareUnsigned(TraceKeys.row(first), TraceKeys.row(second)))
        .matches(c -> Integer.signum(c) == order);
    assertThat(Integer.signum(first.toString().compareTo(second.toString()))).isEqualTo(order);
    assertThat(TraceId.parse(first.toString())).isEqualTo(first);
    assertThat(TraceKeys.id(TraceKeys.row(first))).isEqualTo(first);
  }

  @Test
  void next_anyRandom_isAboveAtTheSameTime() {
    List<TraceId> ids = new ArrayList<>(List.of(TraceId.first(7, -1)));
    for (int random : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1}) {
      ids.add(ids.get(ids.size() - 1).next(random));
    }

    assertThat(ids).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id.timeMicros() == 7);
    assertThat(ids.get(5)).hasToString("0000000000000007" + "00000005" + "00000001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000000000000007000000050000000",
        "000000000000000700000005000000011",
        "0000000000000007000000050000000g",
        "-000000000000007000000050000000a",
        "0000000000000007000000050000000\u0661"
      })
  void parse_notAnId_isRefusedNamingIt(String text) {
    assertThatThrownBy(() -> TraceId.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("trace id \"" + text + "\" is not 32 hexadecimal digits");
  }
}
