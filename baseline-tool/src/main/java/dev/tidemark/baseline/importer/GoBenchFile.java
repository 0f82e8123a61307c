package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Direction;
import dev.tidemark.runs.Outcome;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.ValueOutcome;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of {@code go test -bench}. Lines of one name, from {@code -count}, ran in one process:
 * they are the iterations of one fork. Names keep the processor count they end in, since a name may
 * end so by itself.
 */
final class GoBenchFile {

  private static final Pattern RESULT = Pattern.compile("Benchmark(\\P{Ll}\\S*)?\\s+\\S.*");
  private static final Pattern SETTING = Pattern.compile("(goos|goarch|pkg|cpu):\\s*(.*)");
  private static final Pattern FAILED = Pattern.compile("--- FAIL: (\\S+).*|FAIL\\t(\\S+).*");
  private static final String TIME = "ns/op";
  private static final String BYTES = "B/op";

  private final String source;
  private final String session;
  private final Harvest harvest;
  private final Map<String, List<Map<String, Double>>> measured = new LinkedHashMap<>();
  private final Map<String, ArrayNode> lines = new LinkedHashMap<>();
  private String packagePrefix = "";

  private GoBenchFile(Path file) {
    this.source = file.toString();
    this.session = String.valueOf(file.getFileName());
    this.harvest = new Harvest(source);
  }

  static boolean isOne(String head) {
    return head.lines()
        .anyMatch(line -> RESULT.matcher(line).matches() || line.startsWith("goos:"));
  }

  static List<Harvest> read(Path file) {
    RunRecordJson.requireReadable(file);
    try {
      GoBenchFile reading = new GoBenchFile(file);
      reading.readAll(Files.readString(file));
      return List.of(reading.harvest);
    } catch (CharacterCodingException e) {
      throw new RunRecordException(file + ": is no UTF-8 text; run the benchmarks again", e);
    } catch (IOException e) {
      throw new RunRecordException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void readAll(String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      readLine(++number, line);
    }
    if (!text.endsWith("\n")) {
      throw error(number, "is truncated: the line has no end");
    }
    measured.forEach(this::add);
  }

  private void readLine(int number, String line) {
    Matcher setting = SETTING.matcher(line);
    Matcher failed = FAILED.matcher(line);
    if (setting.matches()) {
      set(setting.group(1), setting.group(2));
    } else if (failed.matches()) {
      String name = failed.group(1) == null ? failed.group(2) : failed.group(1);
      harvest.fail(name, "go test says that it failed");
    } else if (RESULT.matcher(line).matches()) {
      readResult(number, line);
    }
  }

  private void set(String key, String value) {
    switch (key) {
      case "pkg" -> packagePrefix = value.isBlank() ? "" : value + ".";
      case "cpu" -> harvest.environment.withObject("/cpu").put("model", value);
      case "goos" -> harvest.environment.withObject("/os").put("name", value);
      default -> harvest.environment.withObject("/os").put("arch", value);
    }
  }

  private void readResult(int number, String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length < 4 || fields.length % 2 != 0 || !fields[1].matches("[0-9]{1,18}")) {
      throw error(number, "is no result: it must be a name, a count, and values with units");
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 2; i < fields.length; i += 2) {
      values.put(fields[i + 1], value(number, fields[i]));
    }
    String id = packagePrefix + fields[0];
    List<Map<String, Double>> repetitions = measured.computeIfAbsent(id, key -> new ArrayList<>());
    if (!repetitions.isEmpty() && !repetitions.get(0).keySet().equals(values.keySet())) {
      throw error(number, "has units " + values.keySet() + ", " + id + " had others before");
    }
    repetitions.add(values);
    lines.computeIfAbsent(id, key -> JsonNodeFactory.instance.arrayNode()).add(line);
  }

  private double value(int number, String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw error(number, "holds \"" + text + "\" where a number must be");
    }
    throw error(number, "holds " + text + ", which is not finite");
  }

  private void add(String id, List<Map<String, Double>> repetitions) {
    Map<String, Double> first = repetitions.get(0);
    String unit = first.containsKey(TIME) ? TIME : first.keySet().iterator().next();
    double[] values = repetitions.stream().mapToDouble(r -> r.get(unit)).toArray();
    if (unit.equals(TIME) && Samples.mean(values) <= 0) {
      harvest.keep(id, lines.get(id));
      harvest.fail(id, "took no time that could be measured");
    } else {
      harvest.add(id, result(unit, values, repetitions), lines.get(id));
    }
  }

  private BenchmarkResult result(
      String unit, double[] values, List<Map<String, Double>> repetitions) {
    SortedMap<String, Double> others = new TreeMap<>();
    repetitions.get(0).keySet().stream()
        .filter(other -> !other.equals(unit))
        .forEach(other -> others.put(other, mean(repetitions, other)));
    OptionalDouble allocated =
        others.containsKey(BYTES)
            ? OptionalDouble.of(others.remove(BYTES))
            : OptionalDouble.empty();
    return new BenchmarkResult(
        outcome(unit, values),
        Samples.setup("go", Map.of()),
        OptionalDouble.empty(),
        allocated,
        others,
        List.of(Samples.fork(session, 1, harvest.results.size(), values)));
  }

  /** As Go's own tools do, a unit per second is better when it is larger. */
  private static Outcome outcome(String unit, double... values) {
    if (unit.equals(TIME)) {
      return Samples.ofIterations(Samples.mean(values), values);
    }
    Direction direction =
        unit.endsWith("/s") ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
    return new ValueOutcome(Samples.mean(values), unit, direction);
  }

  private static double mean(List<Map<String, Double>> repetitions, String unit) {
    return repetitions.stream().mapToDouble(r -> r.get(unit)).average().orElseThrow();
  }

  private RunRecordException error(int line, String problem) {
    return new RunRecordException(
        source + ": line " + line + " " + problem + "; run the benchmarks again");
  }
}
