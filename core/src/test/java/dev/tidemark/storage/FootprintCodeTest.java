package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FootprintCodeTest {
  private static final long LARGEST = (8L * 4095) << 15;

  @Property
  void decode_anySize_isBelowByLittle(@ForAll @LongRange(max = LARGEST) long bytes) {
    long decoded = Footprint.decode(Footprint.code(bytes));
    assertThat(decoded).isBetween(bytes - 8 - bytes / 2048, bytes);
    assertThat(Footprint.decode(Footprint.code(decoded))).isEqualTo(decoded);
  }

  @Test
  void code_moreThanFits_isTheLargest() {
    assertThat(Footprint.decode(Footprint.code(Long.MAX_VALUE))).isEqualTo(LARGEST);
    assertThat(Footprint.decode(Footprint.code(LARGEST))).isEqualTo(LARGEST);
  }

  @Test
  void code_smallMultipleOfEight_isExact() {
    for (long bytes = 0; bytes <= 8 * 4095; bytes += 8) {
      assertThat(Footprint.decode(Footprint.code(bytes))).isEqualTo(bytes);
    }
  }
}
