package dev.tidemark.bench.support.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiers beside each other, and beside Redis. */
class ComparisonReportsTest {
  @TempDir private Path folder;

  @Test
  void facadeTax_threeTiers_haveThreeRatios() throws IOException {
    String report =
        FacadeTaxReport.of(
                record(
                    time("facade_tax/get/a0", 100),
                    time("facade_tax/get/a1", 150),
                    time("facade_tax/get/b", 225)))
            .orElseThrow();

    assertThat(report)
        .startsWith("> development only")
        .contains("| get | A0 | facade_tax/get/a0 | 100.0 ns |")
        .contains("| get | A1/A0 | 1.50x | 1.50x to 1.50x | - | - |")
        .contains("| get | B/A1 | 1.50x |", "| get | B/A0 | 2.25x |")
        .doesNotContain("| put |");
  }

  @Test
  void facadeTax_tierThatIsMissing_isSaidToBe() throws IOException {
    String report =
        FacadeTaxReport.of(record(time("core/get_hot", 4), time("kvstore/get", 20))).orElseThrow();

    assertThat(report)
        .contains("| get, one hot key | A1 | engine/get_direct | not measured |")
        .contains("| get, one hot key | A1/A0 | not measured | - | - | - |")
        .contains("| get, one hot key | B/A0 | 5.00x |");
  }

  @Test
  void facadeTax_noTwoTiers_isNoReport() throws IOException {
    assertThat(FacadeTaxReport.of(record(time("facade_tax/get/a0", 100)))).isEmpty();
  }

  @Test
  void redis_measured_namesServerAndRatio() throws IOException {
    String report =
        redis(
            "{\"server\":\"Redis 7\",\"results\":{\"core/get_hot\":{\"mean_ns\":20000,"
                + "\"p50_ns\":19000,\"p99_ns\":40000}}}");

    assertThat(report)
        .contains("Measured: Redis 7")
        .contains("| core/get_hot | 4.000 ns | GET | 20.00 us | 19.00 us | 40.00 us | 5000x |")
        .doesNotContain("REFERENCE");
  }

  @Test
  void redis_notMeasured_saysWhyAndThatFiguresAreReferences() throws IOException {
    assertThat(redis("{\"missing\":\"no redis-server is installed\"}"))
        .contains("Not measured: no redis-server is installed.")
        .contains("REFERENCE FIGURES, not of this machine")
        .contains("| core/get_hot | 4.000 ns | GET | 100 to 200 ns |");
  }

  private String redis(String measured) throws IOException {
    Path file = Files.writeString(folder.resolve("redis.json"), measured);
    return RedisReport.of(record(time("core/get_hot", 4)), file).orElseThrow();
  }

  @Test
  void redis_nothingComparable_isNoReport() throws IOException {
    assertThat(RedisReport.of(record(time("a", 4)), folder.resolve("redis.json"))).isEmpty();
  }

  private static String time(String id, int mean) {
    return "\"%s\":{\"mean_ns\":%d,\"samples\":1,\"raw\":{\"forks\":[{\"session\":\"s\",\"round\":1,\"order\":0,\"warmup\":[],\"iterations\":[%d],\"n\":1,\"mean_ns\":%d}]}}"
        .formatted(id, mean, mean, mean);
  }

  private RunRecord record(String... results) throws IOException {
    String text =
        "{\"version\":\"2.0\",\"timestamp\":\"2026-01-17T12:00:00Z\",\"git_commit\":\"abc\","
            + "\"git_branch\":\"main\",\"results\":{"
            + String.join(",", results)
            + "}}";
    return RunRecordJson.read(Files.writeString(folder.resolve("results.json"), text));
  }
}
