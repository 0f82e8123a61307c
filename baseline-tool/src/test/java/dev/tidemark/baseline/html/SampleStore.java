package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.ForkOrigin;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.Quantile;
import dev.tidemark.runs.Records;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import dev.tidemark.runs.TimeOutcome;
import dev.tidemark.runs.ValueOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/** A store of invented runs in which everything that a report can show happens. */
final class SampleStore {

  /** An id that would break out of a script element, an attribute, a URL and a string. */
  static final String HOSTILE =
      "odd/\"q'\\</script><img src=x onerror=fail()><!--&amp; ünïcødé 模型 \u2028#%2F";

  static final int FORKS = 10;

  private static final Path RECORD = Path.of(RunStore.RECORD);
  private static final int RUNS = 14;
  private static final double DEVIATION = 0.012;

  private final Random random = new Random(20260117);
  private final RunStore store;
  private final List<StoredRun> runs = new ArrayList<>();

  SampleStore(Path folder) {
    store = RunStore.at(folder);
  }

  /** Writes the runs; the last two are the base and the current one. */
  SampleStore filled() {
    for (int i = 0; i < RUNS; i++) {
      boolean current = i == RUNS - 1;
      save(i, results(i, current), current ? gates() : Map.of());
    }
    return this;
  }

  /** As many runs of so many ids as a trend takes, in memory. */
  static ReportSource ofSize(int ids) {
    SampleStore sample = new SampleStore(Path.of("nowhere"));
    for (int i = 0; i < 40; i++) {
      Map<String, BenchmarkResult> results = new TreeMap<>();
      for (int id = 0; id < ids; id++) {
        String name = String.format("family_%02d/operation/size_%05d", id % 7, id);
        results.put(
            name, sample.timed(1000 + id, Map.of("size", String.valueOf(id + 1)), 1_000_000));
      }
      RunRecord record = record(i, results, Map.of());
      sample.runs.add(new StoredRun("run_" + i + "_" + record.gitCommit(), RECORD, record));
    }
    return new ReportSource(
        sample.comparison(), sample.base(), sample.current(), new Trend(sample.runs), Map.of());
  }

  StoredRun current() {
    return runs.get(runs.size() - 1);
  }

  StoredRun base() {
    return runs.get(runs.size() - 2);
  }

  RunStore store() {
    return store;
  }

  Comparison comparison() {
    return new Comparer(Criteria.DEFAULT)
        .compare(base(), current(), Optional.empty(), IdFilter.of(List.of()));
  }

  ReportSource source() {
    Path folder = current().file().getParent();
    return ReportSource.of(comparison(), base(), current(), store, folder);
  }

  private void save(
      int number, Map<String, BenchmarkResult> results, Map<String, GateResult> gates) {
    RunRecord record = record(number, results, gates);
    String name =
        RunStore.folderName(record.timestamp(), record.gitCommit(), false, Optional.empty());
    try {
      Path folder = Files.createDirectories(store.root().resolve(name));
      Files.write(folder.resolve(RECORD), RunRecordJson.toBytes(record));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    runs.add(store.resolve(name));
  }

  private static RunRecord record(
      int number, Map<String, BenchmarkResult> results, Map<String, GateResult> gates) {
    return new RunRecord(
        Records.NOON.plus(number, ChronoUnit.DAYS),
        String.format("%07x9e1c2", 0xabc123 + number * 7919),
        "main",
        false,
        info(number),
        environment(number),
        results,
        gates,
        List.of());
  }

  private static RunInfo info(int number) {
    return new RunInfo(
        RunInfo.Status.COMPLETE,
        List.of("m8"),
        Optional.of("standard"),
        Optional.of("inmemory"),
        number == RUNS - 1 ? Optional.of("try </script>") : Optional.empty(),
        Optional.empty(),
        number == RUNS - 1 ? Optional.of("search through \"quads\" & 模型") : Optional.empty(),
        Optional.empty());
  }

  private static ObjectNode environment(int number) {
    ObjectNode environment = Records.environment();
    if (number == RUNS - 1) {
      environment.withObject("/os").put("kernel", "6.9.1");
    }
    return environment;
  }

  private Map<String, BenchmarkResult> results(int run, boolean current) {
    double step = run >= 7 ? 1.08 : 1;
    Map<String, BenchmarkResult> results = new TreeMap<>();
    for (int size : new int[] {1_000, 10_000, 100_000}) {
      double slower = current && size == 100_000 ? 1.14 : 1;
      results.put(
          "vector_search/k_10/size_" + size / 1000 + "k",
          timed(
              18 * size * slower * step, Map.of("k", "10", "size", String.valueOf(size)), 40_000));
    }
    for (int k : new int[] {1, 100}) {
      results.put(
          "vector_search/k_" + k + "/size_10k",
          timed(170_000 + 900 * k, Map.of("k", String.valueOf(k), "size", "10000"), 40_000));
    }
    results.put("kv_get/hit", timed(84.6 * (current ? 0.99 : 1), Map.of(), 0));
    results.put("kv_put/strict", timed(131_000 * (current ? 0.82 : 1), Map.of(), 9_000));
    results.put("kv_scan/prefix_100", timed(9_300 * (current ? 1.035 : 1), Map.of(), 0));
    results.put("txn_commit/contended", twoHumped(4_400));
    results.put("txn_commit/alone", timed(612, Map.of(), 0));
    results.put("replay/rate", rate(812_000 * (current ? 0.9 : 1)));
    results.put("kv_put/bytes", size(current ? 320 : 288));
    results.put(HOSTILE, timed(50, Map.of(), 0));
    results.put(
        current ? "vector_delete/size_10k" : "vector_remove/size_10k", timed(300, Map.of(), 0));
    return results;
  }

  /**
   * A time.
   *
   * @param operations timed singly in each fork; 0 for none
   */
  private BenchmarkResult timed(double mean, Map<String, String> params, long operations) {
    double[] forks = new double[FORKS];
    for (int i = 0; i < FORKS; i++) {
      forks[i] = mean * StrictMath.exp(DEVIATION * random.nextGaussian());
    }
    return time(forks, params, operations);
  }

  private BenchmarkResult twoHumped(double mean) {
    double[] forks = new double[FORKS];
    for (int i = 0; i < FORKS; i++) {
      double mode = random.nextInt(3) == 0 ? 1.11 : 1;
      forks[i] = mean * mode * StrictMath.exp(DEVIATION * random.nextGaussian());
    }
    return time(forks, Map.of(), 0);
  }

  private BenchmarkResult time(double[] means, Map<String, String> params, long operations) {
    List<ForkSample> forks = new ArrayList<>();
    for (double mean : means) {
      forks.add(fork(forks.size() + 1, mean, operations));
    }
    double mean = forks.stream().mapToDouble(ForkSample::mean).average().orElseThrow();
    Outcome outcome =
        new TimeOutcome(
            mean,
            OptionalDouble.of(mean),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Math.max(1, operations * FORKS),
            operations > 0 ? TimeOutcome.Basis.OPERATIONS : TimeOutcome.Basis.ITERATION_MEANS,
            operations > 0 ? quantiles(mean) : Map.of());
    return new BenchmarkResult(
        outcome,
        setup(params),
        OptionalDouble.of(1e9 / mean),
        OptionalDouble.of(48),
        new TreeMap<>(),
        forks);
  }

  private ForkSample fork(int round, double mean, long operations) {
    return new ForkSample(
        new ForkOrigin("s" + round, round, 0, Optional.empty(), OptionalLong.empty()),
        List.of(),
        List.of(mean * 0.995, mean * 1.005),
        Math.max(1, operations),
        mean,
        operations > 0 ? quantiles(mean * (1 + 0.03 * random.nextGaussian())) : Map.of(),
        OptionalDouble.empty());
  }

  private static Map<Quantile, Double> quantiles(double mean) {
    return Map.of(
        Quantile.P50, mean * 0.93,
        Quantile.P90, mean * 1.21,
        Quantile.P95, mean * 1.47,
        Quantile.P99, mean * 2.9,
        Quantile.P999, mean * 11.3);
  }

  private static MeasurementSetup setup(Map<String, String> params) {
    MeasurementSetup full = Records.setup();
    return new MeasurementSetup(
        full.harnessVersion(),
        full.mode(),
        OptionalInt.of(1),
        new TreeMap<>(params),
        OptionalLong.empty(),
        OptionalLong.empty(),
        full.warmup(),
        full.measurement(),
        OptionalDouble.empty(),
        full.durability(),
        full.tier());
  }

  private BenchmarkResult rate(double value) {
    double[] forks = new double[FORKS];
    for (int i = 0; i < FORKS; i++) {
      forks[i] = value * StrictMath.exp(DEVIATION * random.nextGaussian());
    }
    return Records.forked(
        new ValueOutcome(value, "ops/s", Direction.HIGHER_IS_BETTER), setup(Map.of()), forks);
  }

  private static BenchmarkResult size(double bytes) {
    return Records.forked(
        new ValueOutcome(bytes, "B", Direction.LOWER_IS_BETTER),
        setup(Map.of()),
        bytes,
        bytes,
        bytes,
        bytes,
        bytes);
  }

  private static Map<String, GateResult> gates() {
    Map<String, GateResult> gates = new TreeMap<>();
    gates.put("vector_search/k_10/size_10k", gate(500_000, 195_000, GateResult.Verdict.PASS));
    gates.put("kv_put/strict", gate(100_000, 107_400, GateResult.Verdict.MARGINAL));
    gates.put("txn_commit/alone", gate(500, 612, GateResult.Verdict.FAIL));
    return gates;
  }

  private static GateResult gate(double target, double actual, GateResult.Verdict verdict) {
    return new GateResult(
        "ns",
        target,
        OptionalDouble.of(target * 1.2),
        OptionalDouble.empty(),
        OptionalDouble.of(actual),
        actual <= target,
        OptionalDouble.of((target - actual) / target * 100),
        Optional.of(actual <= target ? GateResult.Level.TARGET : GateResult.Level.MISSED),
        Optional.of(verdict),
        true);
  }
}
