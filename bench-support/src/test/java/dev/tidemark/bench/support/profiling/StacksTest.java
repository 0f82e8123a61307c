package dev.tidemark.bench.support.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StacksTest {
  private static final String STUB = "x/jmh_generated/B_get_jmhTest.get_avgt_jmhStub;";

  @TempDir private Path folder;

  @Test
  void read_harnessBelowTheBenchmark_isCutOff() throws IOException {
    Stacks stacks =
        read("java/lang/Thread.run;" + STUB + "x/B.get;java/util/HashMap.get 3\nother.main 2\n");

    assertThat(stacks.counts())
        .isEqualTo(Map.of("x.B.get;java.util.HashMap.get", 3L, "other.main", 2L));
    assertThat(stacks.samples()).isEqualTo(5);
  }

  @Test
  void read_harnessAlone_isNamedSo() throws IOException {
    assertThat(read(STUB.substring(0, STUB.length() - 1) + " 4\n").counts())
        .isEqualTo(Map.of(Stacks.HARNESS, 4L));
  }

  @Test
  void read_lambdasOfTwoJvms_haveOneName() throws IOException {
    assertThat(
            read("x.B$$Lambda$14/0x0000000800c03000.apply 1\nx.B$$Lambda$9.0x00007f.apply 2\n")
                .counts())
        .isEqualTo(Map.of("x.B$$Lambda.apply", 3L));
  }

  @Test
  void read_ownText_isTheSame() throws IOException {
    Stacks stacks = read("a;b 1\na;c 22\n");

    assertThat(read(stacks.text()).counts()).isEqualTo(stacks.counts());
  }

  @Test
  void read_lineThatIsNoStack_isNamed() {
    assertThatThrownBy(() -> read("a;b 1\nno count\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no count");
  }

  @Test
  void ofRecording_busyThread_isFound() throws IOException {
    Path file = folder.resolve("test.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      recording.start();
      assertThat(busy(Duration.ofMillis(600))).isNotZero();
      recording.dump(file);
    }

    assertThat(Stacks.ofRecording(file).counts().keySet())
        .anyMatch(stack -> stack.contains("StacksTest.busy"));
  }

  private static double busy(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    double sum = 1;
    while (System.nanoTime() < end) {
      for (int i = 1; i < 10_000; i++) {
        sum += Math.sqrt(i * sum);
      }
    }
    return sum;
  }

  private Stacks read(String text) throws IOException {
    return Stacks.read(Files.writeString(folder.resolve("stacks"), text));
  }
}
