package dev.tidemark.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether two runs may be compared at all: the differences that forbid it and those that call for a
 * warning. What one side did not record, or recorded as {@code unknown}, cannot forbid; it is a
 * warning.
 *
 * <p>Forbidding, in the environment: {@code cpu.model} but for its spelling, {@code os.arch,
 * cpu.cores, cpu.threads}, {@code cpu.quota} to two digits, {@code java.vendor}, the major part of
 * {@code java.version}, {@code java.gc}, {@code java.max_heap_mb} to two digits, {@code
 * data.file_system}; in the run: its durability mode. A warning: {@code os.kernel, java.version,
 * governor.current, cpu.turbo, memory.thp}, and a {@code load.before} above half of {@code
 * cpu.threads}.
 *
 * @param forbidding one line per hard difference, naming both values
 * @param warnings one line per soft difference or unrecorded hard one
 */
public record Comparability(List<String> forbidding, List<String> warnings) {

  private static final double BUSY_SHARE = 0.5;

  private record Setting(String name, Function<MeasurementSetup, Optional<?>> value) {}

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
    for (EnvironmentField field : EnvironmentField.HARD) {
      oneSided(field.name(), field.in(base), field.in(current)).ifPresent(warnings::add);
      difference(field, field.in(base), field.in(current)).ifPresent(forbidding::add);
    }
    oneSided("durability mode", base.run().mode(), current.run().mode()).ifPresent(warnings::add);
    difference("durability mode", base.run().mode(), current.run().mode())
        .ifPresent(forbidding::add);
    for (EnvironmentField field : EnvironmentField.SOFT) {
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

  private static Optional<String> oneSided(
      String name, Optional<String> base, Optional<String> current) {
    return base.isPresent() == current.isPresent()
        ? Optional.empty()
        : Optional.of(
            name + " is recorded in " + (base.isPresent() ? "BASE" : "CURRENT") + " only");
  }

  private static Optional<String> difference(
      EnvironmentField field, Optional<String> base, Optional<String> current) {
    boolean both = base.isPresent() && current.isPresent();
    return both && !field.agrees(base.get(), current.get())
        ? difference(field.name(), base, current)
        : Optional.empty();
  }

  private static Optional<String> difference(String name, Optional<?> base, Optional<?> current) {
    if (base.isEmpty() || current.isEmpty() || base.equals(current)) {
      return Optional.empty();
    }
    return Optional.of(name + ": " + base.get() + " against " + current.get());
  }

  private static void busy(String side, RunRecord record, List<String> warnings) {
    double load = record.environment().at("/load/before").asDouble();
    int threads = record.environment().at("/cpu/threads").asInt();
    if (threads > 0 && load > threads * BUSY_SHARE) {
      warnings.add(side + " ran on a busy machine: load " + load + " on " + threads + " cores");
    }
  }
}
