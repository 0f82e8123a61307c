package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.RecordNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Google Benchmark's JSON. Repetitions ran in one process: they are the iterations of one fork. A
 * file of aggregates alone gives means without forks.
 */
final class GoogleBenchmarkFile {

  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);

  /** Fields of an entry that are no counters. */
  private static final Set<String> OWN_NUMBERS =
      Set.of(
          "family_index",
          "per_family_instance_index",
          "repetitions",
          "repetition_index",
          "threads",
          "iterations",
          "real_time");

  private GoogleBenchmarkFile() {}

  static List<Harvest> read(Path file) {
    RecordNode root = JsonRoot.read(file);
    Harvest harvest = new Harvest(file.toString());
    root.optionalObject("context").ifPresent(context -> describe(context, harvest));
    Map<String, List<RecordNode>> repetitions = new LinkedHashMap<>();
    Map<String, RecordNode> means = new LinkedHashMap<>();
    for (RecordNode entry : root.objects("benchmarks")) {
      String name = entry.optionalText("run_name").orElseGet(() -> plainName(entry));
      String failure = failure(entry);
      if (!failure.isEmpty()) {
        harvest.fail(name, failure);
      } else if (aggregate(entry).isEmpty()) {
        repetitions.computeIfAbsent(name, key -> new ArrayList<>()).add(entry);
      } else if (aggregate(entry).get().equals("mean")) {
        means.put(name, entry);
      }
    }
    String session = String.valueOf(file.getFileName());
    repetitions.forEach((name, entries) -> addFork(name, entries, session, harvest));
    means.forEach((name, entry) -> addMean(name, entry, harvest));
    return List.of(harvest);
  }

  /** Before there was a run_type, the name's ending told an aggregate. */
  private static Optional<String> aggregate(RecordNode entry) {
    if (entry.has("run_type")) {
      return entry.text("run_type").equals("aggregate")
          ? Optional.of(entry.text("aggregate_name"))
          : Optional.empty();
    }
    String name = entry.text("name");
    String plain = plainName(entry);
    return plain.equals(name) ? Optional.empty() : Optional.of(name.substring(plain.length() + 1));
  }

  private static String plainName(RecordNode entry) {
    return entry.text("name").replaceFirst("_(mean|median|stddev|cv|BigO|RMS)$", "");
  }

  private static String failure(RecordNode entry) {
    if (entry.optionalFlag("error_occurred").orElse(false)) {
      return entry.optionalText("error_message").filter(m -> !m.isBlank()).orElse("it failed");
    }
    return entry.optionalFlag("skipped").orElse(false)
        ? entry.optionalText("skip_message").filter(m -> !m.isBlank()).orElse("it was skipped")
        : "";
  }

  private static void addFork(
      String name, List<RecordNode> entries, String session, Harvest harvest) {
    double[] times = entries.stream().mapToDouble(GoogleBenchmarkFile::nanos).toArray();
    ArrayNode original = JsonNodeFactory.instance.arrayNode();
    entries.forEach(entry -> original.add(entry.tree()));
    int order = harvest.results.size();
    harvest.add(
        name,
        entries
            .get(0)
            .build(
                first ->
                    result(
                        first,
                        Samples.ofIterations(Samples.mean(times), times),
                        counters(entries),
                        Samples.fork(session, 1, order, times))),
        original);
  }

  private static void addMean(String name, RecordNode entry, Harvest harvest) {
    if (!harvest.results.containsKey(name)) {
      harvest.add(
          name,
          entry.build(mean -> result(mean, Samples.ofMean(nanos(mean)), counters(List.of(mean)))),
          entry.tree());
    }
  }

  private static BenchmarkResult result(
      RecordNode entry, Outcome outcome, SortedMap<String, Double> counters, ForkSample... forks) {
    Map<String, String> params =
        entry.has("threads") ? Map.of("threads", String.valueOf(entry.count("threads"))) : Map.of();
    return Samples.result(outcome, Samples.setup("google-benchmark", params), counters, forks);
  }

  private static double nanos(RecordNode entry) {
    String unit = entry.optionalText("time_unit").orElse("ns");
    if (!NANOS.containsKey(unit)) {
      throw entry.error(entry.at("time_unit"), "is \"" + unit + "\"", "use ns, us, ms or s");
    }
    return entry.number("real_time") * NANOS.get(unit);
  }

  /** The means of the numbers that repetitions have in common. */
  private static SortedMap<String, Double> counters(List<RecordNode> entries) {
    SortedMap<String, Double> counters = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : entries.get(0).tree().properties()) {
      String name = field.getKey();
      if (field.getValue().isNumber() && !OWN_NUMBERS.contains(name)) {
        counters.put(name, entries.stream().mapToDouble(e -> e.number(name)).average().orElse(0));
      }
    }
    return counters;
  }

  private static void describe(RecordNode context, Harvest harvest) {
    harvest.environment.set("context", context.tree());
    ObjectNode cpu = harvest.environment.putObject("cpu");
    context.optionalCount("num_cpus").ifPresent(threads -> cpu.put("threads", threads));
    List<Double> load = context.has("load_avg") ? context.numbers("load_avg") : List.of();
    if (!load.isEmpty()) {
      harvest.environment.putObject("load").put("before", load.get(0));
    }
    harvest.timestamp = context.optionalText("date").flatMap(GoogleBenchmarkFile::instant);
  }

  /** Older releases write a local time without its offset, which names no instant. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
