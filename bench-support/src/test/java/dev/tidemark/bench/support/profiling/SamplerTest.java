package dev.tidemark.bench.support.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  @TempDir private Path folder;

  @Test
  void library_platformOfThePinnedJar_isTakenOutOfIt() {
    assertThat(AsyncSampler.library("linux-x64").orElseThrow()).isNotEmptyFile();
    assertThat(AsyncSampler.library("linux-arm64").orElseThrow()).isNotEmptyFile();
    assertThat(AsyncSampler.library("macos").orElseThrow()).isNotEmptyFile();
  }

  @Test
  void library_otherPlatform_isMissing() {
    assertThat(AsyncSampler.library("plan9-x64")).isEmpty();
  }

  @Test
  void best_thisMachine_namesProfilerAndEvent() {
    assertThat(Sampler.best().description()).containsPattern("event (cycles|ctimer|itimer)|flight");
  }

  @Test
  void stacks_profilerThatLeftNothing_isAnError() {
    assertThatThrownBy(() -> new FlightRecorderSampler().stacks(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("*.jfr");
  }
}
