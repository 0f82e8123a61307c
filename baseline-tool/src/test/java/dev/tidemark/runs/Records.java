package dev.tidemark.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Records and fixture files for tests. */
public final class Records {

  public static final Instant NOON = Instant.parse("2026-01-17T12:00:00Z");

  private Records() {}

  /** A committed fixture below {@code src/test/resources/records}. */
  public static Path fixture(String name) {
    try {
      return Path.of(Records.class.getResource("/records/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The environment of an imaginary machine that is the reference platform. */
  public static ObjectNode environment() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("os").put("name", "Linux").put("arch", "amd64").put("kernel", "6.8.0");
    root.putObject("cpu").put("model", "Ruler 9000").put("cores", 8).put("threads", 16);
    root.putObject("governor").put("current", "performance").put("is_performance", true);
    root.putObject("java").put("vendor", "Temurin").put("version", "17.0.15").put("gc", "G1");
    root.put("is_reference_platform", true);
    return root;
  }

  public static RunRecord run(Map<String, BenchmarkResult> results) {
    return run(NOON, environment(), RunInfo.NOT_RECORDED, results);
  }

  public static RunRecord run(
      Instant at, ObjectNode environment, RunInfo info, Map<String, BenchmarkResult> results) {
    return new RunRecord(
        at, "abc123", "develop", false, info, environment, results, Map.of(), List.of());
  }

  public static TimeOutcome time(double meanNs) {
    return new TimeOutcome(
        meanNs,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1,
        TimeOutcome.Basis.UNKNOWN,
        Map.of());
  }

  /** A time whose forks have these means. */
  public static BenchmarkResult forked(double... means) {
    return forked(time(Arrays.stream(means).average().orElseThrow()), means);
  }

  public static BenchmarkResult forked(Outcome outcome, double... means) {
    return forked(outcome, MeasurementSetup.NOT_RECORDED, means);
  }

  public static BenchmarkResult forked(Outcome outcome, MeasurementSetup setup, double... means) {
    List<ForkSample> forks = new ArrayList<>();
    for (double mean : means) {
      forks.add(fork(forks.size() + 1, mean));
    }
    return new BenchmarkResult(
        outcome, setup, OptionalDouble.empty(), OptionalDouble.empty(), new TreeMap<>(), forks);
  }

  private static ForkSample fork(int round, double mean) {
    return new ForkSample(
        new ForkOrigin("s1", round, 0, Optional.empty(), OptionalLong.empty()),
        List.of(),
        List.of(mean),
        1,
        mean,
        Map.of(),
        OptionalDouble.empty());
  }

  /** A set-up with every field recorded. */
  public static MeasurementSetup setup() {
    return new MeasurementSetup(
        Optional.of("1"),
        Optional.of("sample"),
        OptionalInt.of(1),
        new TreeMap<>(Map.of("size", "10000")),
        OptionalLong.of(100),
        OptionalLong.of(10),
        Optional.of(new Phase(3, Duration.ofMillis(100))),
        Optional.of(new Phase(5, Duration.ofMillis(200))),
        OptionalDouble.of(1000),
        Optional.of("inmemory"),
        Optional.of("B"));
  }

  /** A record that uses every field of the format. */
  public static RunRecord full() {
    TimeOutcome time =
        new TimeOutcome(
            100.25,
            OptionalDouble.of(99),
            OptionalDouble.of(1.5),
            OptionalDouble.of(90),
            OptionalDouble.of(1e6 + 0.1),
            12_345,
            TimeOutcome.Basis.OPERATIONS,
            Map.of(Quantile.P50, 99.0, Quantile.P999, 900_000.0));
    ForkSample fork =
        new ForkSample(
            new ForkOrigin("run_1", 1, 4, Optional.of(NOON.plusSeconds(3)), OptionalLong.of(4711)),
            List.of(120.0, 110.0),
            List.of(100.0, 100.5),
            12_345,
            100.25,
            Map.of(Quantile.P99, 500.5),
            OptionalDouble.of(48.5));
    Map<String, BenchmarkResult> results =
        Map.of(
            "vector_get/size_10k",
            new BenchmarkResult(
                time,
                setup(),
                OptionalDouble.of(9_975_062.3),
                OptionalDouble.of(48),
                new TreeMap<>(Map.of("recall", 0.98)),
                List.of(fork)));
    return new RunRecord(
        NOON,
        "abc123",
        "develop",
        true,
        new RunInfo(
            RunInfo.Status.INCOMPLETE,
            List.of("m8"),
            Optional.of("quick"),
            Optional.of("inmemory"),
            Optional.of("try"),
            Optional.of("pending"),
            Optional.of("a \"note\""),
            Optional.of("run_1 against run_2"),
            Optional.of(LookPlan.upTo(0.03, 40))),
        environment(),
        results,
        Map.of("vector_get/size_10k", gate("ns"), "ratio/a1_over_a0", gate("x")),
        List.of(new Failure("vector_count", OptionalInt.of(2), "the fork ended with code 1")),
        Map.of("ruler/cpu", forked(5, 6)));
  }

  private static GateResult gate(String unit) {
    return new GateResult(
        unit,
        10,
        OptionalDouble.of(50),
        OptionalDouble.of(5),
        OptionalDouble.of(20),
        false,
        OptionalDouble.of(-100),
        Optional.of(GateResult.Level.ACCEPTABLE),
        Optional.of(GateResult.Verdict.MARGINAL),
        true);
  }
}
