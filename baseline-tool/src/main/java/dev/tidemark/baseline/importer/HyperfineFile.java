package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.RecordNode;
import dev.tidemark.runs.TimeOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hyperfine's JSON. Each run of a command is a process of its own, so it is a fork. */
final class HyperfineFile {

  private static final double NANOS = 1e9;

  private HyperfineFile() {}

  static List<Harvest> read(Path file) {
    RecordNode root = JsonRoot.read(file);
    Harvest harvest = new Harvest(file.toString());
    String session = String.valueOf(file.getFileName());
    for (RecordNode entry : root.objects("results")) {
      add(entry, session, harvest);
    }
    return List.of(harvest);
  }

  private static void add(RecordNode entry, String session, Harvest harvest) {
    String id = entry.text("command");
    double[] times = entry.numbers("times").stream().mapToDouble(t -> t * NANOS).toArray();
    double[] measured = Arrays.stream(times).filter(time -> time > 0).toArray();
    if (measured.length < times.length) {
      harvest.fail(id, (times.length - measured.length) + " runs took no time");
    }
    int order = harvest.results.size();
    if (measured.length == 0 && (times.length > 0 || entry.number("mean") <= 0)) {
      harvest.keep(id, entry.tree());
    } else {
      harvest.add(id, entry.build(e -> result(e, measured, session, order)), entry.tree());
    }
    long killed = exitCodes(entry).stream().filter(JsonNode::isNull).count();
    if (killed > 0) {
      harvest.fail(id, killed + " runs were killed by a signal");
    }
  }

  private static BenchmarkResult result(
      RecordNode entry, double[] times, String session, int order) {
    List<ForkSample> forks = new ArrayList<>();
    for (double time : times) {
      forks.add(Samples.fork(session, forks.size() + 1, order, time));
    }
    TimeOutcome outcome =
        times.length == 0
            ? Samples.ofMean(entry.number("mean") * NANOS)
            : Samples.ofIterations(Samples.mean(times), times);
    Map<String, String> params =
        entry.optionalObject("parameters").map(RecordNode::scalarsByName).orElseGet(TreeMap::new);
    return Samples.result(
        outcome,
        Samples.setup("hyperfine", params),
        resources(entry),
        forks.toArray(ForkSample[]::new));
  }

  private static SortedMap<String, Double> resources(RecordNode entry) {
    SortedMap<String, Double> resources = new TreeMap<>();
    entry.optionalNumber("user").ifPresent(user -> resources.put("user_s", user));
    entry.optionalNumber("system").ifPresent(system -> resources.put("system_s", system));
    entry.numbers("memory_usage_byte").stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .ifPresent(bytes -> resources.put("memory_usage_byte", bytes));
    long failed =
        exitCodes(entry).stream().filter(code -> code.isNumber() && code.intValue() != 0).count();
    if (failed > 0) {
      resources.put("failed_runs", (double) failed);
    }
    return resources;
  }

  private static List<JsonNode> exitCodes(RecordNode entry) {
    List<JsonNode> codes = new ArrayList<>();
    entry.tree().path("exit_codes").forEach(codes::add);
    return codes;
  }
}
