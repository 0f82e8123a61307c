package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Whether two runs may be compared at all: the differences that forbid it and those that call for a
 * warning. What one side did not record, or recorded as {@code unknown}, cannot forbid; it is a
 * warning.
 *
 * <p>Forbidding, in the environment: {@code cpu.model, os.arch, cpu.cores, cpu.threads, cpu.quota,
 * java.vendor}, the major part of {@code java.version}, {@code java.gc, java.max_heap_mb,
 * data.file_system}; in the run: its durability mode. A warning: {@code os.kernel, java.version,
 * governor.current, cpu.turbo, memory.thp}, and a {@code load.before} above half of {@code
 * cpu.threads}.
 *
 * @param forbidding one line per hard difference, naming both values
 * @param warnings one line per soft difference or unrecorded hard one
 */
public record Comparability(List<String> forbidding, List<String> warnings) {

  private static final String UNKNOWN = "unknown";
  private static final double BUSY_SHARE = 0.5;

  /** Environment fields by JSON pointer, with what of the value counts. */
  private record Field(String name, String pointer, UnaryOperator<String> significant) {
    Optional<String> in(RunRecord record) {
      JsonNode node = record.environment().at(pointer);
      return node.isValueNode() && !node.isNull() && !node.asText().equals(UNKNOWN)
          ? Optional.of(significant.apply(node.asText()))
          : Optional.empty();
    }
  }

  private record Setting(String name, Function<MeasurementSetup, Optional<?>> value) {}

  private static final List<Field> HARD =
      List.of(
          new Field("CPU model", "/cpu/model", UnaryOperator.identity()),
          new Field("architecture", "/os/arch", UnaryOperator.identity()),
          new Field("physical cores", "/cpu/cores", UnaryOperator.identity()),
          new Field("logical cores", "/cpu/threads", UnaryOperator.identity()),
          new Field("CPU quota", "/cpu/quota", UnaryOperator.identity()),
          new Field("JDK vendor", "/java/vendor", UnaryOperator.identity()),
          new Field("JDK major version", "/java/version", Comparability::major),
          new Field("garbage collector", "/java/gc", UnaryOperator.identity()),
          new Field("maximum heap", "/java/max_heap_mb", UnaryOperator.identity()),
          new Field("data file system", "/data/file_system", UnaryOperator.identity()));

  private static final List<Field> SOFT =
      List.of(
          new Field("kernel", "/os/kernel", UnaryOperator.identity()),
          new Field("JDK version", "/java/version", UnaryOperator.identity()),
          new Field("governor", "/governor/current", UnaryOperator.identity()),
          new Field("turbo", "/cpu/turbo", UnaryOperator.identity()),
          new Field("transparent huge pages", "/memory/thp", UnaryOperator.identity()));

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("harness version", MeasurementSetup::harnessVersion),
          new Setting("mode", MeasurementSetup::mode),
          new Setting("threads", setup -> setup.threads().stream().boxed().findFirst()),
          new Setting("params", setup -> Optional.of(setup.params()).filter(p -> !p.isEmpty())),
          new Setting("batch", setup -> setup.batch().stream().boxed().findFirst()),
          new Setting("items per call", setup -> setup.itemsPerCall().stream().boxed().findFirst()),
          new Setting("warm-up", MeasurementSetup::warmup),
          new Setting("measurement", MeasurementSetup::measurement),
          new Setting("rate", setup -> setup.rate().stream().boxed().findFirst()),
          new Setting("durability", MeasurementSetup::durability));

  public Comparability {
    forbidding = List.copyOf(forbidding);
    warnings = List.copyOf(warnings);
  }

  /** Compares machine, JVM and durability mode of two runs. */
  public static Comparability of(RunRecord base, RunRecord current) {
    List<String> forbidding = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Field field : HARD) {
      hard(field.name(), field.in(base), field.in(current), forbidding, warnings);
    }
    hard("durability mode", base.run().mode(), current.run().mode(), forbidding, warnings);
    for (Field field : SOFT) {
      difference(field.name(), field.in(base), field.in(current)).ifPresent(warnings::add);
    }
    busy("BASE", base, warnings);
    busy("CURRENT", current, warnings);
    return new Comparability(forbidding, warnings);
  }

  /** Whether nothing forbids the comparison. */
  public boolean comparable() {
    return forbidding.isEmpty();
  }

  /** Why two results of one id must not be compared; empty when they may. */
  public static List<String> differences(BenchmarkResult base, BenchmarkResult current) {
    List<String> differences = new ArrayList<>();
    if (!base.outcome().unit().equals(current.outcome().unit())) {
      differences.add("unit: " + base.outcome().unit() + " against " + current.outcome().unit());
    }
    if (base.outcome().direction() != current.outcome().direction()) {
      differences.add(
          "direction: " + base.outcome().direction() + " against " + current.outcome().direction());
    }
    for (Setting setting : SETTINGS) {
      difference(
              setting.name(),
              setting.value().apply(base.setup()),
              setting.value().apply(current.setup()))
          .ifPresent(differences::add);
    }
    return differences;
  }

  private static void hard(
      String name,
      Optional<String> base,
      Optional<String> current,
      List<String> forbidding,
      List<String> warnings) {
    if (base.isPresent() != current.isPresent()) {
      warnings.add(name + " is recorded in " + (base.isPresent() ? "BASE" : "CURRENT") + " only");
    }
    difference(name, base, current).ifPresent(forbidding::add);
  }

  private static Optional<String> difference(String name, Optional<?> base, Optional<?> current) {
    if (base.isEmpty() || current.isEmpty() || base.equals(current)) {
      return Optional.empty();
    }
    return Optional.of(name + ": " + base.get() + " against " + current.get());
  }

  private static String major(String version) {
    return version.replaceFirst("[.+-].*", "");
  }

  private static void busy(String side, RunRecord record, List<String> warnings) {
    double load = record.environment().at("/load/before").asDouble();
    int threads = record.environment().at("/cpu/threads").asInt();
    if (threads > 0 && load > threads * BUSY_SHARE) {
      warnings.add(side + " ran on a busy machine: load " + load + " on " + threads + " cores");
    }
  }
}
