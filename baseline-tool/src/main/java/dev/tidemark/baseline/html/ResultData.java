package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.compare.Modality;
import dev.tidemark.baseline.compare.VarianceSplit;
import dev.tidemark.baseline.history.ChangePoints;
import dev.tidemark.baseline.statistics.Interval;
import dev.tidemark.baseline.statistics.LogSample;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One id's results as the page's script reads them. */
final class ResultData {

  private static final double CONFIDENCE = 0.99;
  private static final long SEED = 1;

  private ResultData() {}

  /** What both sides of a row share: unit, direction, set-up in words. */
  static void describe(ObjectNode row, BenchmarkResult result) {
    row.put("u", result.outcome().unit());
    if (result.outcome().direction() == Direction.HIGHER_IS_BETTER) {
      row.put("up", 1);
    }
    String setup = setup(result.setup());
    if (!setup.isEmpty()) {
      row.put("s", setup);
    }
  }

  private static String setup(MeasurementSetup setup) {
    List<String> words = new ArrayList<>();
    setup.tier().ifPresent(tier -> words.add("tier " + tier));
    setup.mode().ifPresent(words::add);
    setup.threads().ifPresent(n -> words.add(n == 1 ? "1 thread" : n + " threads"));
    setup.durability().ifPresent(words::add);
    setup.params().forEach((name, value) -> words.add(name + " = " + value));
    return String.join(", ", words);
  }

  /** One side: mean, interval, forks, percentiles. */
  static void side(ObjectNode side, BenchmarkResult result) {
    side.set("m", Numbers.number(result.outcome().point()));
    interval(result)
        .ifPresent(
            interval -> {
              side.set("lo", Numbers.number(interval.low()));
              side.set("hi", Numbers.number(interval.high()));
            });
    VarianceSplit.of(result).ifPresent(split -> split(side, split));
    if (Modality.several(result.forkMeans())) {
      side.put("mm", 1);
    }
    result.allocBytesPerOp().ifPresent(bytes -> side.set("a", Numbers.number(bytes)));
    if (!result.forks().isEmpty()) {
      side.set("f", Numbers.array(result.forks().stream().map(ForkSample::mean).toList()));
      rounds(side, result.forks());
    }
    Percentiles.merged(result).ifPresent(curve -> side.set("Q", curve));
    List<ArrayNode> curves =
        result.forks().stream().map(Percentiles::of).flatMap(Optional::stream).toList();
    if (!curves.isEmpty()) {
      side.putArray("q").addAll(curves);
    }
  }

  private static void split(ObjectNode side, VarianceSplit split) {
    ArrayNode parts = side.putArray("vs").add(Math.round(split.between() * 100));
    split.bestIterations().ifPresent(parts::add);
  }

  /** Left out when they simply count up. */
  private static void rounds(ObjectNode side, List<ForkSample> forks) {
    boolean counting = true;
    for (int i = 0; i < forks.size(); i++) {
      counting &= forks.get(i).round() == i + 1;
    }
    if (!counting) {
      ArrayNode rounds = side.putArray("o");
      forks.forEach(fork -> rounds.add(fork.round()));
    }
  }

  /**
   * Means, half widths of intervals in percent, and changes of level over the runs of a trend;
   * nothing when fewer than three runs have the id.
   *
   * @param results null where a run lacks the id
   */
  static void trend(ObjectNode row, List<BenchmarkResult> results) {
    if (results.stream().filter(Objects::nonNull).count() < 3) {
      return;
    }
    ObjectNode trend = row.putObject("t");
    ArrayNode means = trend.putArray("m");
    ArrayNode widths = trend.putArray("w");
    for (BenchmarkResult result : results) {
      if (result == null) {
        List.of(means, widths).forEach(ArrayNode::addNull);
      } else {
        means.add(Numbers.number(result.outcome().point()));
        widths.add(Numbers.coarse(interval(result).map(ResultData::width).orElse(0.0)));
      }
    }
    List<Integer> changes = changes(results);
    if (!changes.isEmpty()) {
      changes.forEach(trend.putArray("cp")::add);
    }
  }

  /** By how many percent either end lies beside the middle. */
  private static double width(Interval interval) {
    return 100 * (StrictMath.sqrt(interval.high() / interval.low()) - 1);
  }

  /** Where a new level begins, as indexes into the results. */
  private static List<Integer> changes(List<BenchmarkResult> results) {
    List<Integer> held = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) != null && results.get(i).outcome().point() > 0) {
        held.add(i);
        values.add(results.get(i).outcome().point());
      }
    }
    double[] series = values.stream().mapToDouble(Double::doubleValue).toArray();
    return ChangePoints.of(series, SEED).stream().map(point -> held.get(point.index())).toList();
  }

  private static Optional<Interval> interval(BenchmarkResult result) {
    double[] means = result.forkMeans();
    return means.length > 1 && Arrays.stream(means).allMatch(mean -> mean > 0)
        ? Optional.of(LogSample.of(means).interval(CONFIDENCE))
        : Optional.empty();
  }
}
