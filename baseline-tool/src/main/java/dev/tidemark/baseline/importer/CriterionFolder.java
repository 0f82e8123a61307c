package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.RecordNode;
import dev.tidemark.runs.RunRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Criterion's folder, {@code target/criterion}: of each benchmark {@code new/benchmark.json} and
 * {@code new/sample.json}. All samples come from one process, so a folder holds one fork of each.
 */
final class CriterionFolder {

  private static final String NAMES = "benchmark.json";
  private static final int DEEPEST = 16;

  private CriterionFolder() {}

  static boolean isOne(Path folder) {
    return !newest(folder).isEmpty();
  }

  static List<Harvest> read(Path folder) {
    List<Path> benchmarks = newest(folder);
    if (benchmarks.isEmpty()) {
      throw new RunRecordException(
          folder + ": holds no new/" + NAMES + "; name the folder target/criterion");
    }
    Harvest harvest = new Harvest(folder.toString());
    for (Path benchmark : benchmarks) {
      add(benchmark, String.valueOf(folder.getFileName()), harvest);
    }
    return List.of(harvest);
  }

  /** The folders of the last run of each benchmark, in order. */
  private static List<Path> newest(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      return files
          .filter(file -> file.endsWith(Path.of("new", NAMES)))
          .map(Path::getParent)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new RunRecordException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void add(Path benchmark, String session, Harvest harvest) {
    RecordNode names = JsonRoot.read(benchmark.resolve(NAMES));
    RecordNode sample = JsonRoot.read(benchmark.resolve("sample.json"));
    double[] times = nanosPerIteration(sample);
    String id = names.text("full_id");
    double mean = Samples.mean(times);
    ObjectNode original = JsonNodeFactory.instance.objectNode();
    original.set("benchmark", names.tree());
    original.set("sample", sample.tree());
    estimates(benchmark).ifPresent(estimates -> original.set("estimates", estimates.tree()));
    Map<String, String> params =
        names.optionalText("value_str").map(value -> Map.of("value", value)).orElse(Map.of());
    harvest.add(
        id,
        names.build(
            node ->
                Samples.result(
                    Samples.ofIterations(mean, times),
                    Samples.setup("criterion", params),
                    new TreeMap<>(),
                    Samples.fork(session, 1, harvest.results.size(), times))),
        original);
  }

  private static double[] nanosPerIteration(RecordNode sample) {
    List<Double> iterations = sample.numbers("iters");
    List<Double> times = sample.numbers("times");
    if (times.isEmpty() || iterations.size() != times.size()) {
      throw sample.error(
          sample.at("times"),
          "has " + times.size() + " values for " + iterations.size() + " in iters",
          "run the benchmark again");
    }
    double[] perIteration = new double[times.size()];
    for (int i = 0; i < perIteration.length; i++) {
      perIteration[i] = times.get(i) / iterations.get(i);
    }
    return perIteration;
  }

  private static Optional<RecordNode> estimates(Path benchmark) {
    Path file = benchmark.resolve("estimates.json");
    return Files.exists(file) ? Optional.of(JsonRoot.read(file)) : Optional.empty();
  }
}
