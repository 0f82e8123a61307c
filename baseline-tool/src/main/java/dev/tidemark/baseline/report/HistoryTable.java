package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.history.ChangePoint;
import dev.tidemark.baseline.history.History;
import dev.tidemark.runs.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One id, run by run. */
final class HistoryTable {

  private static final List<String> HEADER =
      List.of("run", "commit", "value", "to previous", "to anchor", "change");

  private HistoryTable() {}

  static Table of(History history) {
    List<Table.Line> lines = new ArrayList<>();
    for (int i = 0; i < history.entries().size(); i++) {
      lines.add(line(history, i));
    }
    return new Table("History of " + history.id(), HEADER, lines);
  }

  private static Table.Line line(History history, int index) {
    History.Entry entry = history.entries().get(index);
    RunRecord record = entry.run().record();
    Optional<ChangePoint> change =
        history.changes().stream().filter(point -> point.index() == index).findFirst();
    List<String> cells =
        List.of(
            entry.run().name(),
            record.gitCommit().substring(0, Math.min(10, record.gitCommit().length())),
            Figures.amount(entry.value(), entry.result().outcome().unit()),
            index == 0 ? "-" : ratio(entry, history.entries().get(index - 1)),
            ratio(entry, history.anchor()),
            change
                .map(point -> Figures.format("level x %.4f, p %.4f", point.ratio(), point.p()))
                .orElse(""));
    return new Table.Line(cells, change.isPresent() ? Style.DOUBTFUL : Style.PLAIN);
  }

  private static String ratio(History.Entry entry, History.Entry other) {
    return Figures.format("%.4f", entry.value() / other.value());
  }

  static List<String> foot(History history) {
    List<String> foot = new ArrayList<>();
    foot.add(
        history.entries().size()
            + " runs, "
            + history.changes().size()
            + " changes of level; the columns hold plain ratios of the values");
    history.sincePrevious().ifPresent(row -> foot.add("newest against previous: " + said(row)));
    history
        .sinceAnchor()
        .ifPresent(
            row ->
                foot.add(
                    "newest against anchor " + history.anchor().run().name() + ": " + said(row)));
    return foot;
  }

  private static String said(Row row) {
    return row.verdict()
        + " "
        + Figures.ratio(row.ratio())
        + " "
        + Figures.interval(row.evidence())
        + (row.note().isEmpty() ? "" : ", " + row.note());
  }
}
