package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialLogTest {
  @TempDir private Path directory;

  @Test
  void read_noFile_isEmpty() throws IOException {
    assertThat(log().read()).isEmpty();
  }

  @Test
  void read_appended_givesTheSameRecords() throws IOException {
    ForkRecord measured = Records.fork("x/y", 1, "avgt", 10, 20);
    ForkRecord failed = Records.failed("x/y", 2, "it threw");
    log().append(measured);
    log().append(failed);

    assertThat(log().read()).containsExactly(measured, failed);
  }

  @Test
  void read_openLoop_keepsWhatWasOfferedAndReached() throws IOException {
    ForkRecord saturated = Records.open("x/y", 1, 501, 400);
    log().append(saturated);

    assertThat(log().read()).containsExactly(saturated).allMatch(ForkRecord::isSaturated);
  }

  @Test
  void read_tornTail_dropsOnlyTheLastLineAndAppendsAfterIt() throws IOException {
    ForkRecord whole = Records.fork("x/y", 1, "avgt", 10);
    log().append(whole);
    Files.writeString(file(), "{\"module\":\"m8\",\"ses", StandardOpenOption.APPEND);

    assertThat(log().read()).containsExactly(whole);

    ForkRecord next = Records.fork("x/y", 2, "avgt", 11);
    log().append(next);
    assertThat(log().read()).containsExactly(whole, next);
  }

  @Test
  void read_damagedLine_namesFileAndLine() throws IOException {
    log().append(Records.fork("x/y", 1, "avgt", 10));
    Files.writeString(file(), "no json\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> log().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partial.jsonl")
        .hasMessageContaining("line 2");
  }

  private PartialLog log() {
    return new PartialLog(file());
  }

  private Path file() {
    return directory.resolve("partial.jsonl");
  }
}
