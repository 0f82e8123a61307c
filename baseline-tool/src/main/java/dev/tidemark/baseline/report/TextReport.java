package dev.tidemark.baseline.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Lays a document out for a terminal. */
public final class TextReport {

  private TextReport() {}

  /** The whole report, ending in a newline. */
  public static String render(Document document, boolean colour) {
    StringBuilder text = new StringBuilder();
    document.head().forEach(line -> text.append(line).append('\n'));
    document.tables().forEach(table -> table(table, colour, text));
    text.append('\n');
    document.foot().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void table(Table table, boolean colour, StringBuilder text) {
    text.append('\n').append(table.title().toUpperCase(Locale.ROOT)).append('\n');
    if (table.lines().isEmpty()) {
      text.append("  none\n");
      return;
    }
    List<Integer> widths = widths(table);
    text.append(line(table.header(), widths)).append('\n');
    for (Table.Line line : table.lines()) {
      String plain = line(line.cells(), widths);
      text.append(colour ? line.style().paint(plain) : plain).append('\n');
    }
  }

  private static List<Integer> widths(Table table) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(table.header().size(), 0));
    List<List<String>> all = new ArrayList<>();
    all.add(table.header());
    table.lines().forEach(line -> all.add(line.cells()));
    for (List<String> cells : all) {
      for (int i = 0; i < cells.size(); i++) {
        widths.set(i, Math.max(widths.get(i), cells.get(i).length()));
      }
    }
    return widths;
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append("  ")
          .append(cells.get(i))
          .append(" ".repeat(widths.get(i) - cells.get(i).length()));
    }
    return line.toString().stripTrailing();
  }
}
