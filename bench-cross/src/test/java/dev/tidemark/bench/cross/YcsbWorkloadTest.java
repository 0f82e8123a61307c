package dev.tidemark.bench.cross;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.cross.YcsbWorkload.Kind;
import dev.tidemark.bench.cross.YcsbWorkload.Operations;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.Zipf;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class YcsbWorkloadTest {
  private static final int OPERATIONS = 20_000;
  private static final int STORED = 1_000;
  private static final Zipf POPULARITY = new Zipf(STORED, 0.99);

  private static Operations draw(YcsbWorkload workload) {
    return workload.draw(OPERATIONS, STORED, POPULARITY, Seed.stream(1, "ycsb"));
  }

  private static int count(Operations operations, Kind kind) {
    return Collections.frequency(Arrays.asList(operations.kinds()), kind);
  }

  @ParameterizedTest
  @CsvSource({
    "A, READ, 50",
    "A, UPDATE, 50",
    "B, READ, 95",
    "B, UPDATE, 5",
    "C, READ, 100",
    "D, READ, 95",
    "D, INSERT, 5",
    "E, SCAN, 95",
    "E, INSERT, 5",
    "F, READ, 50",
    "F, READ_MODIFY_WRITE, 50"
  })
  void draw_shares_areThoseOfTheWorkload(YcsbWorkload workload, Kind kind, int percent) {
    assertThat(100.0 * count(draw(workload), kind) / OPERATIONS)
        .isCloseTo(percent, Offset.offset(2.0));
  }

  @ParameterizedTest
  @EnumSource(YcsbWorkload.class)
  void draw_records_existWhenTheirOperationComes(YcsbWorkload workload) {
    Operations operations = draw(workload);

    int present = STORED;
    for (int i = 0; i < OPERATIONS; i++) {
      if (operations.kinds()[i] == Kind.INSERT) {
        assertThat(operations.records()[i]).isEqualTo(present++);
      } else {
        assertThat(operations.records()[i]).isBetween(0, present - 1);
      }
    }
    assertThat(operations.inserts()).isEqualTo(present - STORED);
  }

  @Test
  void draw_scans_read1To100Records() {
    Operations operations = draw(YcsbWorkload.E);

    int[] lengths =
        IntStream.range(0, OPERATIONS)
            .filter(i -> operations.kinds()[i] == Kind.SCAN)
            .map(i -> operations.lengths()[i])
            .toArray();
    assertThat(Arrays.stream(lengths).min()).hasValue(1);
    assertThat(Arrays.stream(lengths).max()).hasValue(100);
  }

  @Test
  void draw_latest_prefersTheNewest() {
    Operations operations = draw(YcsbWorkload.D);

    int newest = STORED - 1;
    int hits = 0;
    int reads = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      if (operations.kinds()[i] == Kind.INSERT) {
        newest++;
      } else {
        reads++;
        hits += operations.records()[i] == newest ? 1 : 0;
      }
    }
    assertThat((double) hits / reads).isCloseTo(POPULARITY.probability(0), Offset.offset(0.02));
  }

  @Test
  void draw_popularRecords_doNotLieSideBySide() {
    int[] drawn = new int[STORED];
    Arrays.stream(draw(YcsbWorkload.C).records()).forEach(record -> drawn[record]++);
    int most = IntStream.range(0, STORED).boxed().max((a, b) -> drawn[a] - drawn[b]).orElseThrow();

    assertThat((double) drawn[most] / OPERATIONS)
        .isCloseTo(POPULARITY.probability(0), Offset.offset(0.02));
    assertThat(most).isNotZero();
  }
}
