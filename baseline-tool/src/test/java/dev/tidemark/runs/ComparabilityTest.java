package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComparabilityTest {

  @Test
  void of_sameMachine_isComparableWithoutWarning() {
    Comparability same = Comparability.of(run(Records.environment()), run(Records.environment()));
    assertThat(same.comparable()).isTrue();
    assertThat(same.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, model, CPU model",
    "os, arch, architecture",
    "cpu, cores, physical cores",
    "cpu, threads, logical cores",
    "cpu, quota, CPU quota",
    "java, vendor, JDK vendor",
    "java, version, JDK major version",
    "java, gc, garbage collector",
    "java, max_heap_mb, maximum heap",
    "data, file_system, data file system",
  })
  void of_hardDifference_forbids(String group, String field, String name) {
    Comparability result =
        Comparability.of(run(with(group, field, "1")), run(with(group, field, "2")));
    assertThat(result.comparable()).isFalse();
    assertThat(result.forbidding()).containsExactly(name + ": 1 against 2");
  }

  @ParameterizedTest
  @CsvSource({
    "os, kernel, kernel",
    "governor, current, governor",
    "cpu, turbo, turbo",
    "memory, thp, transparent huge pages",
  })
  void of_softDifference_warns(String group, String field, String name) {
    Comparability result =
        Comparability.of(run(with(group, field, "1")), run(with(group, field, "2")));
    assertThat(result.comparable()).isTrue();
    assertThat(result.warnings()).containsExactly(name + ": 1 against 2");
  }

  @Test
  void of_jdkPatchDifference_onlyWarns() {
    Comparability result =
        Comparability.of(run(Records.environment()), run(with("java", "version", "17.0.16+8")));
    assertThat(result.comparable()).isTrue();
    assertThat(result.warnings()).containsExactly("JDK version: 17.0.15 against 17.0.16+8");
  }

  @Test
  void of_recordedOnOneSideOnly_warns() {
    Comparability result =
        Comparability.of(run(with("java", "max_heap_mb", "512")), run(Records.environment()));
    assertThat(result.comparable()).isTrue();
    assertThat(result.warnings()).containsExactly("maximum heap is recorded in BASE only");
  }

  @Test
  void of_unknownOnOneSide_warnsOnly() {
    Comparability result =
        Comparability.of(run(with("java", "gc", "unknown")), run(Records.environment()));
    assertThat(result.comparable()).isTrue();
    assertThat(result.warnings()).containsExactly("garbage collector is recorded in CURRENT only");
  }

  @Test
  void of_busyMachine_warns() {
    Comparability result =
        Comparability.of(run(Records.environment()), run(with("load", "before", "9")));
    assertThat(result.warnings()).singleElement().asString().contains("CURRENT ran on a busy");
  }

  @Test
  void of_durabilityModeDifference_forbids() {
    RunRecord strict = Records.run(Records.NOON, Records.environment(), mode("strict"), Map.of());
    RunRecord memory = Records.run(Records.NOON, Records.environment(), mode("inmemory"), Map.of());
    assertThat(Comparability.of(strict, memory).forbidding())
        .containsExactly("durability mode: strict against inmemory");
  }

  static Stream<MeasurementSetup> otherSetups() {
    MeasurementSetup s = Records.setup();
    Optional<Phase> longer = Optional.of(new Phase(9, Duration.ofMillis(100)));
    return Stream.of(
        change(s, Optional.of("2"), s.mode(), s.threads(), s.batch()),
        change(s, s.harnessVersion(), Optional.of("ss"), s.threads(), s.batch()),
        change(s, s.harnessVersion(), s.mode(), OptionalInt.of(4), s.batch()),
        change(s, s.harnessVersion(), s.mode(), s.threads(), OptionalLong.of(200)),
        change(s, "1000", s.itemsPerCall(), s.warmup(), s.measurement()),
        change(s, "10000", OptionalLong.of(20), s.warmup(), s.measurement()),
        change(s, "10000", s.itemsPerCall(), longer, s.measurement()),
        change(s, "10000", s.itemsPerCall(), s.warmup(), longer),
        change(s, OptionalDouble.of(2000), s.durability()),
        change(s, s.rate(), Optional.of("strict")));
  }

  @ParameterizedTest
  @MethodSource("otherSetups")
  void differences_oneSettingDiffers_namesIt(MeasurementSetup other) {
    BenchmarkResult base = Records.forked(Records.time(5), Records.setup(), 5);
    assertThat(Comparability.differences(base, Records.forked(Records.time(5), other, 5)))
        .hasSize(1)
        .allSatisfy(text -> assertThat(text).contains(" against "));
    assertThat(Comparability.differences(base, Records.forked(5))).isEmpty();
  }

  @Test
  void differences_timeAgainstValue_namesUnitAndDirection() {
    ValueOutcome rate = new ValueOutcome(5, "ops/s", Direction.HIGHER_IS_BETTER);
    List<String> differences =
        Comparability.differences(Records.forked(5), Records.forked(rate, 5));
    assertThat(differences).first().isEqualTo("unit: ns against ops/s");
    assertThat(differences).hasSize(2);
  }

  private static MeasurementSetup change(
      MeasurementSetup s,
      Optional<String> harness,
      Optional<String> mode,
      OptionalInt threads,
      OptionalLong batch) {
    return new MeasurementSetup(
        harness,
        mode,
        threads,
        s.params(),
        batch,
        s.itemsPerCall(),
        s.warmup(),
        s.measurement(),
        s.rate(),
        s.durability(),
        s.tier());
  }

  private static MeasurementSetup change(
      MeasurementSetup s,
      String size,
      OptionalLong itemsPerCall,
      Optional<Phase> warmup,
      Optional<Phase> measurement) {
    return new MeasurementSetup(
        s.harnessVersion(),
        s.mode(),
        s.threads(),
        new TreeMap<>(Map.of("size", size)),
        s.batch(),
        itemsPerCall,
        warmup,
        measurement,
        s.rate(),
        s.durability(),
        s.tier());
  }

  private static MeasurementSetup change(
      MeasurementSetup s, OptionalDouble rate, Optional<String> durability) {
    return new MeasurementSetup(
        s.harnessVersion(),
        s.mode(),
        s.threads(),
        s.params(),
        s.batch(),
        s.itemsPerCall(),
        s.warmup(),
        s.measurement(),
        rate,
        durability,
        Optional.of("C"));
  }

  private static RunInfo mode(String mode) {
    RunInfo none = RunInfo.NOT_RECORDED;
    return new RunInfo(
        none.status(),
        List.of(),
        none.profile(),
        Optional.of(mode),
        none.tag(),
        none.decision(),
        none.notes(),
        none.blockPlan());
  }

  private static ObjectNode with(String group, String field, String value) {
    ObjectNode environment = Records.environment();
    environment.withObject("/" + group).put(field, value);
    return environment;
  }

  private static RunRecord run(ObjectNode environment) {
    return Records.run(Records.NOON, environment, RunInfo.NOT_RECORDED, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, model, Intel(R) Xeon(R) CPU @ 2.20GHz, Intel Xeon, true",
    "cpu, model, Intel(R) Xeon(R) CPU @ 2.20GHz, Intel Core, false",
    "cpu, quota, 1.998, 2.0, true",
    "cpu, quota, 1.5, 2.0, false",
    "java, max_heap_mb, 2048, 2047, true",
    "java, max_heap_mb, 2048, 4096, false",
    "java, gc, G1, G1GC, true",
    "java, gc, G1GC, ZGC, false",
    "java, version, 17.0.1, 17.0.2+8, true",
    "java, version, 17.0.1, 21, false",
    "java, vendor, Eclipse Adoptium, Oracle, false",
    "cpu, cores, 8, 4, false",
    "data, file_system, ext4, xfs, false",
  })
  void of_valuesOfOneBucket_areOneMachine(
      String group, String field, String base, String current, boolean comparable) {
    RunRecord a = run(with(group, field, base));
    RunRecord b = run(with(group, field, current));

    assertThat(Comparability.of(a, b).comparable()).isEqualTo(comparable);
    assertThat(MachineFingerprint.of(a).equals(MachineFingerprint.of(b))).isEqualTo(comparable);
  }

  @Test
  void of_otherProfileName_isNoDifference() {
    RunInfo none = RunInfo.NOT_RECORDED;
    RunInfo quick =
        new RunInfo(
            none.status(),
            none.suites(),
            Optional.of("quick"),
            none.mode(),
            none.tag(),
            none.decision(),
            none.notes(),
            none.blockPlan());
    RunRecord base = Records.run(Records.NOON, Records.environment(), quick, Map.of());

    assertThat(Comparability.of(base, run(Records.environment())))
        .isEqualTo(new Comparability(List.of(), List.of()));
  }

  @Test
  void fingerprint_anyRun_isAFileName() {
    assertThat(MachineFingerprint.of(run(Records.environment()))).matches("ruler-9000-[0-9a-f]{8}");
    assertThat(MachineFingerprint.of(run(with("cpu", "model", "../..")))).matches("[a-z0-9-]+");
  }
}
