package dev.tidemark.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.run.BenchmarkSmoke;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkSmokeTest {
  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void everyBenchmark_onceInEachMode_passesItsChecks(BenchMode mode) throws IOException {
    assertThat(BenchmarkSmoke.failures(Catalog.load(), mode)).isEmpty();
  }
}
