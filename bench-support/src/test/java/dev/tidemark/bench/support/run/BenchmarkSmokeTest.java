package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.trial.TrialBenchmark;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BenchmarkSmokeTest {
  @AfterEach
  void mend() {
    System.clearProperty(TrialBenchmark.FAULT);
  }

  @Test
  void failures_soundBenchmarks_areNone() throws IOException {
    assertThat(BenchmarkSmoke.failures(Catalog.load(), BenchMode.STRICT)).isEmpty();
  }

  @Test
  void failures_thrownError_namesIdAndError() throws IOException {
    System.setProperty(TrialBenchmark.FAULT, "throw");

    assertThat(BenchmarkSmoke.failures(Catalog.load(), BenchMode.INMEMORY))
        .singleElement()
        .asString()
        .contains("trial/append/size_1k")
        .contains("told to throw");
  }

  @Test
  void failures_failedCheck_isNamed() throws IOException {
    System.setProperty(TrialBenchmark.FAULT, "check");

    assertThat(BenchmarkSmoke.failures(Catalog.load(), BenchMode.INMEMORY))
        .anyMatch(failure -> failure.contains("list size") && failure.contains("found 16"));
  }

  @Test
  void failures_silentBenchmark_isNamed() throws IOException {
    System.setProperty(TrialBenchmark.FAULT, "silent");

    assertThat(BenchmarkSmoke.failures(Catalog.load(), BenchMode.INMEMORY))
        .anyMatch(failure -> failure.contains("did not report the durability"));
  }
}
