package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.RunRecord;

/** {@code environment.md}: the captured environment as tables. */
final class EnvironmentReport {
  private final StringBuilder text = new StringBuilder();

  private EnvironmentReport() {}

  static String of(RunRecord record) {
    EnvironmentReport report = new EnvironmentReport();
    report.text.append(SummaryReport.opening(record)).append("# Environment\n\n");
    record.environment().properties().stream()
        .filter(entry -> entry.getValue().isValueNode())
        .forEach(entry -> report.text.append(bullet(entry.getKey(), entry.getValue())));
    record.environment().properties().stream()
        .filter(entry -> entry.getValue().isContainerNode())
        .forEach(entry -> report.section(entry.getKey(), entry.getValue()));
    return report.text.toString();
  }

  private static String bullet(String name, JsonNode value) {
    return "- " + name + ": " + value.asText() + "\n";
  }

  private void section(String name, JsonNode values) {
    text.append("\n## ").append(name).append("\n\n");
    if (values.isArray()) {
      values.forEach(value -> text.append("- ").append(value.asText()).append('\n'));
      return;
    }
    text.append("| | |\n|---|---|\n");
    values.properties().forEach(entry -> row(entry.getKey(), entry.getValue()));
  }

  private void row(String name, JsonNode value) {
    String shown = value.isValueNode() ? value.asText() : value.toString();
    text.append("| ").append(name).append(" | ").append(shown.replace("|", "\\|")).append(" |\n");
  }
}
