package dev.tidemark.baseline.report;

import java.util.List;
import java.util.stream.Collectors;

/** Lays a document out as Markdown. */
public final class MarkdownReport {

  private MarkdownReport() {}

  /** The whole report, ending in a newline. */
  public static String render(Document document) {
    StringBuilder text = new StringBuilder("# Benchmark comparison\n\n");
    document.head().forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
    document.tables().forEach(table -> table(table, text));
    text.append("\n## Summary\n\n");
    document.foot().forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
    return text.toString();
  }

  private static void table(Table table, StringBuilder text) {
    text.append("\n## ").append(table.title()).append("\n\n");
    if (table.lines().isEmpty()) {
      text.append("none\n");
      return;
    }
    text.append(line(table.header()));
    text.append("|---".repeat(table.header().size())).append("|\n");
    table.lines().forEach(line -> text.append(line(line.cells())));
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(MarkdownReport::escaped)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String escaped(String cell) {
    return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
  }
}
