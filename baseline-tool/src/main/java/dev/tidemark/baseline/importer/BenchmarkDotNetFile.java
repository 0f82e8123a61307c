package dev.tidemark.baseline.importer;

import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.RecordNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * BenchmarkDotNet's JSON, full or brief. Each launch is a process of its own, so it is a fork; a
 * brief file does not tell launches apart, so its values are one.
 */
final class BenchmarkDotNetFile {

  private BenchmarkDotNetFile() {}

  static List<Harvest> read(Path file) {
    RecordNode root = JsonRoot.read(file);
    Harvest harvest = new Harvest(file.toString());
    root.optionalObject("HostEnvironmentInfo").ifPresent(host -> environment(host, harvest));
    String session = String.valueOf(file.getFileName());
    for (RecordNode entry : root.objects("Benchmarks")) {
      add(entry, session, harvest);
    }
    return List.of(harvest);
  }

  private static void environment(RecordNode host, Harvest harvest) {
    var cpu = harvest.environment.putObject("cpu");
    host.optionalText("ProcessorName").ifPresent(name -> cpu.put("model", name));
    host.optionalInt("PhysicalCoreCount").ifPresent(cores -> cpu.put("cores", cores));
    host.optionalInt("LogicalCoreCount").ifPresent(threads -> cpu.put("threads", threads));
    var os = harvest.environment.putObject("os");
    host.optionalText("OsVersion").ifPresent(version -> os.put("version", version));
    host.optionalText("Architecture").ifPresent(arch -> os.put("arch", arch));
    var dotnet = harvest.environment.putObject("dotnet");
    host.optionalText("RuntimeVersion").ifPresent(version -> dotnet.put("runtime", version));
    host.optionalText("BenchmarkDotNetVersion").ifPresent(version -> dotnet.put("bdn", version));
  }

  private static void add(RecordNode entry, String session, Harvest harvest) {
    String id = id(entry, harvest);
    Optional<RecordNode> statistics = entry.optionalObject("Statistics");
    if (statistics.isEmpty()) {
      harvest.keep(id, entry.tree());
      harvest.fail(id, "has no statistics: the benchmark failed");
      return;
    }
    int order = harvest.results.size();
    harvest.add(id, entry.build(e -> result(e, statistics.get(), session, order)), entry.tree());
  }

  /** Two jobs of one benchmark have the same full name; what is displayed tells them apart. */
  private static String id(RecordNode entry, Harvest harvest) {
    String name =
        entry
            .optionalText("FullName")
            .orElseGet(() -> entry.text("Type") + "." + entry.text("Method"));
    return harvest.results.containsKey(name) ? entry.text("DisplayInfo") : name;
  }

  private static BenchmarkResult result(
      RecordNode entry, RecordNode statistics, String session, int order) {
    List<ForkSample> forks = new ArrayList<>();
    for (List<Double> launch : launches(entry, statistics)) {
      double[] iterations = launch.stream().mapToDouble(Double::doubleValue).toArray();
      forks.add(Samples.fork(session, forks.size() + 1, order, iterations));
    }
    return new BenchmarkResult(
        outcome(forks, statistics),
        Samples.setup("benchmarkdotnet", params(entry)),
        OptionalDouble.empty(),
        memory(entry, "BytesAllocatedPerOperation"),
        collections(entry),
        forks);
  }

  private static Outcome outcome(List<ForkSample> forks, RecordNode statistics) {
    if (forks.isEmpty()) {
      return Samples.ofMean(statistics.number("Mean"));
    }
    double[] iterations =
        forks.stream()
            .flatMap(fork -> fork.iterations().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    double mean = forks.stream().mapToDouble(ForkSample::mean).average().orElseThrow();
    return Samples.ofIterations(mean, iterations);
  }

  /** Nanoseconds an operation, by launch. */
  private static Iterable<List<Double>> launches(RecordNode entry, RecordNode statistics) {
    SortedMap<Integer, List<Double>> launches = new TreeMap<>();
    for (RecordNode measurement : entry.objects("Measurements")) {
      if (isResult(measurement)) {
        launches
            .computeIfAbsent(measurement.integer("LaunchIndex"), launch -> new ArrayList<>())
            .add(measurement.number("Nanoseconds") / measurement.number("Operations"));
      }
    }
    List<Double> values = statistics.numbers("OriginalValues");
    if (launches.isEmpty() && !values.isEmpty()) {
      launches.put(1, values);
    }
    return launches.values();
  }

  /** Releases before 0.11 have no stage. */
  private static boolean isResult(RecordNode measurement) {
    String mode = measurement.optionalText("IterationMode").orElse("");
    String stage = measurement.optionalText("IterationStage").orElse("");
    return mode.equals("Result") || (mode.equals("Workload") && stage.equals("Result"));
  }

  private static Map<String, String> params(RecordNode entry) {
    Map<String, String> params = new TreeMap<>();
    for (String pair : entry.optionalText("Parameters").orElse("").split("&|, ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        params.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return params;
  }

  private static OptionalDouble memory(RecordNode entry, String field) {
    Optional<RecordNode> memory = entry.optionalObject("Memory");
    return memory.isPresent() ? memory.get().optionalNumber(field) : OptionalDouble.empty();
  }

  private static SortedMap<String, Double> collections(RecordNode entry) {
    return List.of("Gen0Collections", "Gen1Collections", "Gen2Collections").stream()
        .filter(name -> memory(entry, name).isPresent())
        .collect(
            Collectors.toMap(
                name -> name,
                name -> memory(entry, name).getAsDouble(),
                (a, b) -> b,
                TreeMap::new));
  }
}
