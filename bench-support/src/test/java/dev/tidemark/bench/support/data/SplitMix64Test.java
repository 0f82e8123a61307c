package dev.tidemark.bench.support.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void nextLong_publishedSeed_givesPublishedNumbers() {
    SplitMix64 stream = new SplitMix64(1234567);

    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void nextInt_smallBound_reachesEachValueEquallyOften() {
    int[] seen = new int[3];
    SplitMix64 stream = new SplitMix64(1);
    for (int i = 0; i < 30_000; i++) {
      seen[stream.nextInt(3)]++;
    }

    assertThat(Arrays.stream(seen).boxed()).allMatch(count -> count > 9_700 && count < 10_300);
  }

  @Test
  void nextInt_boundZero_isRefused() {
    assertThatThrownBy(() -> new SplitMix64(1).nextInt(0)).hasMessageContaining("at least 1");
  }

  @Test
  void nextGaussian_manyNumbers_haveMeanZeroAndDeviationOne() {
    SplitMix64 stream = new SplitMix64(2);
    double[] numbers = DoubleStream.generate(stream::nextGaussian).limit(20_000).toArray();
    double mean = DoubleStream.of(numbers).average().orElseThrow();
    double variance = DoubleStream.of(numbers).map(x -> x * x).average().orElseThrow();

    assertThat(mean).isCloseTo(0, within(0.03));
    assertThat(variance).isCloseTo(1, within(0.05));
  }

  @Test
  void stream_names_giveUnrelatedStreams() {
    assertThat(Seed.stream(1, "data").nextLong())
        .isEqualTo(Seed.stream(1, "data").nextLong())
        .isNotEqualTo(Seed.stream(1, "queries").nextLong())
        .isNotEqualTo(Seed.stream(2, "data").nextLong());
  }

  @Test
  void parse_hexadecimal_readsIt() {
    assertThat(Seed.parse("0xDEADBEEF_CAFEBABE")).isEqualTo(Seed.DEFAULT);
    assertThat(Seed.parse("1f")).isEqualTo(31);
  }

  @Test
  void parse_otherText_namesVariable() {
    assertThatThrownBy(() -> Seed.parse("xyz")).hasMessageContaining("BENCH_SEED");
    assertThatThrownBy(() -> Seed.parse("0x11112222333344445")).hasMessageContaining("16 digits");
  }
}
