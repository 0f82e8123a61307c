package dev.tidemark.bench.m4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.ForkReport;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordFileTest {
  @AfterEach
  void forget() {
    ForkReport.take();
  }

  @Test
  void close_everyRecordWritten_passes() throws IOException {
    RecordFile file = RecordFile.create(100, 3, StandardOpenOption.DSYNC);
    file.write();
    file.writeAndSync();
    file.write();

    assertThat(file.bytesWritten()).isEqualTo(300);
    file.close();
    assertThat(ForkReport.take().failedChecks()).isEmpty();
  }

  @Test
  void close_oneRecordMissing_fails() throws IOException {
    RecordFile file = RecordFile.create(100, 3);
    file.write();
    file.write();
    file.close();

    assertThat(ForkReport.take().failedChecks()).hasSize(1);
  }

  @Test
  void close_oneRecordTooMany_fails() throws IOException {
    RecordFile file = RecordFile.create(100, 1);
    file.write();
    file.write();
    file.close();

    assertThat(ForkReport.take().failedChecks()).hasSize(1);
  }
}
