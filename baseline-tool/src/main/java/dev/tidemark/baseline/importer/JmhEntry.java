package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.MeasurementSetup;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.Phase;
import dev.tidemark.runs.RecordNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One result of JMH's: a benchmark in one mode, with one set of parameters. */
final class JmhEntry {

  /** Allocated bytes per operation; the name began with a dot before JMH 1.37. */
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final RecordNode node;
  private final SortedMap<String, String> params;
  private final JmhScores scores;

  JmhEntry(RecordNode node) {
    this.node = node;
    this.params =
        node.optionalObject("params").map(RecordNode::scalarsByName).orElseGet(TreeMap::new);
    this.scores =
        new JmhScores(
            node.optionalObject("primaryMetric").orElseThrow(() -> node.missing("primaryMetric")));
  }

  String name() {
    StringBuilder name = new StringBuilder(node.text("benchmark"));
    params.forEach((key, value) -> name.append('/').append(key).append('=').append(value));
    return name.toString();
  }

  String mode() {
    return node.text("mode");
  }

  int threads() {
    return node.integer("threads");
  }

  RecordNode node() {
    return node;
  }

  void addTo(Harvest harvest, String id, String session, int order) {
    int asked = node.integer("forks");
    boolean inHost = asked == 0;
    int left = scores.forks();
    Optional<Outcome> outcome = scores.outcome();
    if (outcome.isEmpty()) {
      harvest.keep(id, node.tree());
      harvest.fail(id, "JMH left no finite score above 0");
      return;
    }
    harvest.add(id, node.build(n -> result(outcome.get(), inHost, session, order)), node.tree());
    if (scores.unusable() > 0 || (left > 0 && left < asked)) {
      harvest.fail(id, "of " + asked + " forks only " + left + " left results that can be used");
    }
  }

  /** What ran in the host's JVM is no fork: it has no say in any inference. */
  private BenchmarkResult result(Outcome outcome, boolean inHost, String session, int order) {
    SortedMap<String, Double> aux = secondary();
    OptionalDouble allocation =
        aux.containsKey(ALLOCATION)
            ? OptionalDouble.of(aux.remove(ALLOCATION))
            : OptionalDouble.empty();
    return new BenchmarkResult(
        outcome,
        setup(),
        scores.rate(),
        allocation,
        aux,
        inHost ? List.of() : allocating(scores.samples(session, order)));
  }

  /** With each fork's own allocation, where the rows of it are those of the forks. */
  private List<ForkSample> allocating(List<ForkSample> forks) {
    JsonNode metrics = node.tree().path("secondaryMetrics");
    JsonNode metric = metrics.path(ALLOCATION);
    JsonNode rows =
        (metric.isMissingNode() ? metrics.path("\u00b7" + ALLOCATION) : metric).path("rawData");
    if (rows.size() != forks.size() || scores.unusable() > 0) {
      return forks;
    }
    List<ForkSample> allocating = new ArrayList<>();
    for (ForkSample fork : forks) {
      double bytes = mean(rows.get(allocating.size()));
      allocating.add(Double.isFinite(bytes) ? fork.allocating(bytes) : fork);
    }
    return allocating;
  }

  private double mean(JsonNode row) {
    double sum = 0;
    for (JsonNode value : row) {
      sum += JmhNumber.of(node, node.at(ALLOCATION), value);
    }
    return sum / row.size();
  }

  /**
   * Secondary metrics by name. JMH adds up some of them over all iterations, so that they grow with
   * the length of the run: where there are raw values, their mean is taken instead.
   */
  private SortedMap<String, Double> secondary() {
    SortedMap<String, Double> values = new TreeMap<>();
    Optional<RecordNode> metrics = node.optionalObject("secondaryMetrics");
    if (metrics.isPresent()) {
      for (Map.Entry<String, JsonNode> entry : metrics.get().tree().properties()) {
        RecordNode metric =
            new RecordNode(node.source(), metrics.get().at(entry.getKey()), entry.getValue());
        double value = mean(metric);
        if (Double.isFinite(value)) {
          values.put(entry.getKey().replaceFirst("^\u00b7", ""), value);
        }
      }
    }
    return values;
  }

  private static double mean(RecordNode metric) {
    double sum = 0;
    int n = 0;
    for (JsonNode row : metric.tree().path("rawData")) {
      for (JsonNode value : row) {
        sum += JmhNumber.of(metric, metric.at("rawData"), value);
        n++;
      }
    }
    JsonNode score = metric.tree().path("score");
    return n > 0 || score.isMissingNode()
        ? sum / n
        : JmhNumber.of(metric, metric.at("score"), score);
  }

  private MeasurementSetup setup() {
    long batch = node.optionalCount("measurementBatchSize").orElse(1);
    return new MeasurementSetup(
        node.optionalText("jmhVersion").map(version -> "JMH " + version),
        Optional.of(mode()),
        OptionalInt.of(threads()),
        params,
        batch == 1 ? OptionalLong.empty() : OptionalLong.of(batch),
        OptionalLong.empty(),
        phase("warmup"),
        phase("measurement"),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** In single-shot mode an iteration has no length, whatever JMH writes. */
  private Optional<Phase> phase(String kind) {
    OptionalInt iterations = node.optionalInt(kind + "Iterations");
    if (iterations.isEmpty()) {
      return Optional.empty();
    }
    long nanos =
        mode().equals("ss")
            ? 0
            : node.optionalText(kind + "Time").flatMap(JmhUnit::nanos).orElse(0L);
    return Optional.of(new Phase(iterations.getAsInt(), Duration.ofNanos(nanos)));
  }
}
