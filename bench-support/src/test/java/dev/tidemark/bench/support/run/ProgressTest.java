package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String STEADY = "trial/steady/size_1k";

  private final CatalogEntry entry = Catalog.load().find(STEADY).orElseThrow();
  private final Duration length = entry.roundLength();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long now;

  @Test
  void finished_log_isALineWithNumberElapsedAndLeft() {
    Progress progress = progress(false, 100);

    progress.started(entry, 1);
    now = length.multipliedBy(2).toNanos();
    progress.finished(entry, Records.fork(STEADY, 1, "avgt", 85.2));

    // Twice as slow as expected, so the other 99 are too.
    String left = time(length.multipliedBy(2 * 99));
    assertThat(text())
        .isEqualTo(
            "[1/100] round 1 "
                + STEADY
                + " 85.20 ns, 0:0"
                + length.multipliedBy(2).toSeconds()
                + " elapsed, about "
                + left
                + " left\n");
  }

  @Test
  void started_terminal_showsTheRunningForkInALineThatIsOverwritten() {
    Progress progress = progress(true, 2);

    progress.started(entry, 1);

    assertThat(text()).startsWith("\r\u001B[K[1/2] round 1 " + STEADY).doesNotContain("\n");
    progress.finished(entry, Records.fork(STEADY, 1, "avgt", 85.2));
    assertThat(text())
        .contains("left\r\u001B[K[1/2] round 1 " + STEADY + " 85.20 ns")
        .endsWith("\n");
  }

  @Test
  void finished_hoursLeft_areCountedAsHours() {
    Progress progress = progress(false, 10_000);

    now = length.toNanos();
    progress.finished(entry, Records.failed(STEADY, 1, "a reason"));

    assertThat(text())
        .contains("FAILED: a reason")
        .containsPattern("about [1-9]:[0-9]{2}:[0-9]{2} left");
  }

  private static String time(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1e3);
    return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
  }

  private Progress progress(boolean terminal, int forks) {
    return new Progress(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        terminal,
        forks,
        length.multipliedBy(forks),
        () -> now);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
