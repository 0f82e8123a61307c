package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A field of the environment that comparability looks at.
 *
 * @param name for people
 * @param pointer of the field, a JSON pointer
 * @param bucket what of a value counts: values in one bucket are the same machine
 */
record EnvironmentField(String name, String pointer, UnaryOperator<String> bucket) {

  /** Fields that must agree. */
  static final List<EnvironmentField> HARD =
      List.of(
          new EnvironmentField("CPU model", "/cpu/model", EnvironmentField::model),
          new EnvironmentField("architecture", "/os/arch", UnaryOperator.identity()),
          new EnvironmentField("physical cores", "/cpu/cores", UnaryOperator.identity()),
          new EnvironmentField("logical cores", "/cpu/threads", UnaryOperator.identity()),
          new EnvironmentField("CPU quota", "/cpu/quota", EnvironmentField::twoDigits),
          new EnvironmentField("JDK vendor", "/java/vendor", UnaryOperator.identity()),
          new EnvironmentField("JDK major version", "/java/version", EnvironmentField::major),
          new EnvironmentField("garbage collector", "/java/gc", EnvironmentField::collector),
          new EnvironmentField("maximum heap", "/java/max_heap_mb", EnvironmentField::twoDigits),
          new EnvironmentField("data file system", "/data/file_system", UnaryOperator.identity()));

  /** Fields whose difference is a warning. */
  static final List<EnvironmentField> SOFT =
      List.of(
          new EnvironmentField("kernel", "/os/kernel", UnaryOperator.identity()),
          new EnvironmentField("JDK version", "/java/version", UnaryOperator.identity()),
          new EnvironmentField("governor", "/governor/current", UnaryOperator.identity()),
          new EnvironmentField("turbo", "/cpu/turbo", UnaryOperator.identity()),
          new EnvironmentField("transparent huge pages", "/memory/thp", UnaryOperator.identity()));

  private static final String UNKNOWN = "unknown";

  /** The value as recorded; empty when it is not, or as {@code unknown}. */
  Optional<String> in(RunRecord record) {
    JsonNode node = record.environment().at(pointer);
    return node.isValueNode() && !node.isNull() && !node.asText().equals(UNKNOWN)
        ? Optional.of(node.asText())
        : Optional.empty();
  }

  boolean agrees(String base, String current) {
    return bucket.apply(base).equals(bucket.apply(current));
  }

  /** Firmware and kernels spell one model in several ways, and may add a clock rate. */
  private static String model(String text) {
    return text.replaceAll("\\((R|TM|r|tm)\\)", " ")
        .replaceAll("\\b(CPU|Processor)\\b", " ")
        .replaceFirst("@.*", "")
        .strip()
        .replaceAll("\\s+", " ");
  }

  private static String major(String version) {
    return version.replaceFirst("[.+-].*", "");
  }

  /** {@code G1} and {@code G1GC} are one. */
  private static String collector(String text) {
    return text.replaceFirst("GC$", "");
  }

  /** Limits that a scheduler or a container rounds. */
  private static String twoDigits(String number) {
    try {
      return new BigDecimal(number).round(new MathContext(2)).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return number;
    }
  }
}
