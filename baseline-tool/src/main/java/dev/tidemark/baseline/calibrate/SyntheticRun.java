package dev.tidemark.baseline.calibrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.baseline.statistics.SeededRandom;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run of any size, of which the tool's own speed can be told. */
public final class SyntheticRun {

  private SyntheticRun() {}

  /**
   * Normal noise, one id in a hundred 10 % slower than its mean of 1 µs.
   *
   * @param ids at least 1
   * @param forks of each id, at least 1
   */
  public static RunRecord of(int ids, int forks, long seed) {
    SeededRandom random = new SeededRandom(seed);
    Map<String, BenchmarkResult> results = new LinkedHashMap<>();
    for (int i = 0; i < ids; i++) {
      double logMean = random.nextInt(100) == 0 ? StrictMath.log(1.1) : 0;
      double[][] values = Noise.NORMAL.forks(random, forks, logMean);
      results.put("synthetic/id_" + i, Trial.result(values, "current"));
    }
    return of(results, Instant.ofEpochSecond(seed));
  }

  static RunRecord of(Map<String, BenchmarkResult> results, Instant timestamp) {
    return of(results, timestamp, RunInfo.NOT_RECORDED);
  }

  /** A run of one id that could end after any of the looks. */
  static RunRecord looking(String id, BenchmarkResult result, LookPlan looks) {
    return of(Map.of(id, result), Instant.EPOCH, RunInfo.NOT_RECORDED.looking(looks));
  }

  private static RunRecord of(
      Map<String, BenchmarkResult> results, Instant timestamp, RunInfo info) {
    return new RunRecord(
        timestamp,
        "unknown",
        "unknown",
        false,
        info,
        JsonNodeFactory.instance.objectNode(),
        results,
        Map.of(),
        List.of());
  }
}
