package dev.tidemark.baseline.report;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Geomean;
import dev.tidemark.baseline.compare.Procedure;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.RunLabel;
import dev.tidemark.baseline.compare.Tail;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.GateResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Lays a comparison out as tables: the four that are always there, then those that have lines. */
final class ComparisonTables {

  private final Comparison comparison;
  private final View view;

  ComparisonTables(Comparison comparison, View view) {
    this.comparison = comparison;
    this.view = view;
  }

  static List<String> head(Comparison comparison) {
    List<String> head = new ArrayList<>();
    head.add("BASE     " + label(comparison.base()));
    head.add("CURRENT  " + label(comparison.current()));
    comparison.comparability().forbidding().forEach(line -> head.add("FORCED   although " + line));
    return head;
  }

  private static String label(RunLabel run) {
    return run.name()
        + "  "
        + run.timestamp()
        + "  "
        + run.commit()
        + (run.dirty() ? " (dirty)" : "");
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    tables.add(rows("Regressions (slower than " + threshold() + ")", Verdict::isRegression));
    tables.add(rows("Improvements (over 10 % faster)", Verdict::isImprovement));
    tables.add(GateTable.of("Gate failures", failedGates(), currentResults()));
    addUnlessEmpty(tables, rows("Missing", v -> v == Verdict.MISSING));
    addUnlessEmpty(tables, rows("Not comparable", v -> v == Verdict.NOT_COMPARABLE));
    addUnlessEmpty(tables, rows("Inconclusive", v -> v == Verdict.INCONCLUSIVE));
    addUnlessEmpty(tables, rows("Unstable", v -> v == Verdict.UNSTABLE));
    addUnlessEmpty(tables, rows("Slower, within the threshold", v -> v == Verdict.SLOWER));
    addUnlessEmpty(tables, rows("Faster", v -> v == Verdict.FASTER));
    addUnlessEmpty(tables, rows("Equivalent", v -> v == Verdict.EQUIVALENT));
    addUnlessEmpty(tables, rows("New", v -> v == Verdict.NEW));
    if (view.all()) {
      addUnlessEmpty(tables, tails());
    }
    return tables;
  }

  private String threshold() {
    return comparison.criteria().threshold().text();
  }

  private static void addUnlessEmpty(List<Table> tables, Table table) {
    if (!table.lines().isEmpty()) {
      tables.add(table);
    }
  }

  private Table rows(String title, Predicate<Verdict> section) {
    List<String> header =
        List.of("id", "base", "current", "ratio", interval(), "forks", "verdict", "note");
    List<Table.Line> lines =
        comparison.rows().stream()
            .filter(row -> section.test(row.verdict()) && view.shows(row))
            .sorted(view.sort().comparator())
            .map(ComparisonTables::line)
            .toList();
    long hidden =
        comparison.rows().stream().filter(row -> section.test(row.verdict())).count()
            - lines.size();
    return new Table(hidden == 0 ? title : title + ", " + hidden + " not shown", header, lines);
  }

  private String interval() {
    return Figures.percent(comparison.criteria().confidence() * 100) + " interval";
  }

  private static Table.Line line(Row row) {
    List<String> cells =
        List.of(
            row.id(),
            Figures.point(row.base()),
            Figures.point(row.current()),
            Figures.ratio(row.ratio()),
            Figures.interval(row.evidence()),
            Figures.forks(row),
            row.verdict().name(),
            row.note());
    return new Table.Line(cells, style(row.verdict()));
  }

  private static Style style(Verdict verdict) {
    if (verdict.isRegression()) {
      return Style.BAD;
    }
    if (verdict.isImprovement()) {
      return Style.GOOD;
    }
    boolean doubtful = !verdict.isPaired() || verdict.isUndecided();
    return doubtful && verdict != Verdict.NEW ? Style.DOUBTFUL : Style.PLAIN;
  }

  private Map<String, GateResult> failedGates() {
    Map<String, GateResult> failed = new LinkedHashMap<>();
    comparison.gates().entrySet().stream()
        .filter(gate -> gate.getValue().missed())
        .forEach(gate -> failed.put(gate.getKey(), gate.getValue()));
    return failed;
  }

  private Map<String, BenchmarkResult> currentResults() {
    Map<String, BenchmarkResult> results = new LinkedHashMap<>();
    comparison.rows().forEach(row -> row.current().ifPresent(r -> results.put(row.id(), r)));
    return results;
  }

  private Table tails() {
    List<String> header =
        List.of(
            "id", "percentile", "base", "current", "ratio", interval(), "n beyond", "judgement");
    List<Table.Line> lines = new ArrayList<>();
    for (Row row : comparison.rows()) {
      if (view.shows(row)) {
        Tail.of(row, comparison.criteria()).forEach(tail -> lines.add(line(row.id(), tail)));
      }
    }
    return new Table("Percentiles", header, lines);
  }

  private static Table.Line line(String id, Tail tail) {
    List<String> cells =
        List.of(
            id,
            tail.quantile().field().replace("_ns", ""),
            Figures.amount(tail.baseNs(), "ns"),
            Figures.amount(tail.currentNs(), "ns"),
            Figures.format("%.4f", tail.currentNs() / tail.baseNs()),
            tail.interval().map(Figures::interval).orElse("-"),
            Long.toString(tail.beyond()),
            tail.judgement());
    return new Table.Line(cells, Style.PLAIN);
  }

  static List<String> foot(Comparison comparison) {
    List<String> foot = new ArrayList<>();
    comparison.warnings().forEach(line -> foot.add("warning: " + line));
    comparison.incomplete().forEach(line -> foot.add("CURRENT is incomplete: " + line));
    comparison
        .absentGates()
        .forEach(
            id ->
                foot.add(
                    "CURRENT has no result for the gated id "
                        + id
                        + "; measure it, or leave it out with --filter=!"
                        + id));
    foot.add(counts(comparison));
    if (comparison.allocatingMore() > 0) {
      foot.add(
          comparison.allocatingMore()
              + " ids allocate more in every fork: exit code 1 with --fail-on=allocation");
    }
    foot.add(method(comparison));
    if (!comparison.rulers().isEmpty()) {
      foot.add(
          Figures.format(
              "rulers: %d of %d held what BASE measured of the machine",
              comparison.rulers().size() - comparison.drifted().size(),
              comparison.rulers().size()));
    }
    foot.add(procedure(comparison));
    comparison.remedy().ifPresent(remedy -> foot.add("to settle: " + remedy.text()));
    foot.add("result: " + conclusion(comparison));
    return foot;
  }

  private static String counts(Comparison comparison) {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (comparison.count(verdict) > 0) {
        counts.add(comparison.count(verdict) + " " + verdict);
      }
    }
    Geomean geomean = comparison.geomean();
    return Figures.format(
        "%d ids: %s; geometric mean of the ratios %.4f over %d paired; %d could not be paired",
        comparison.rows().size(),
        counts.isEmpty() ? "none" : String.join(", ", counts),
        geomean.ratio(),
        geomean.rows(),
        comparison.unpaired());
  }

  private static String method(Comparison comparison) {
    Criteria criteria = comparison.criteria();
    return Figures.format(
        "ratio: how many times worse CURRENT is; %s, threshold %s, margin %s, alpha %s; BASE: %s",
        comparison.procedure().interleaved()
            ? "log differences within the rounds of interleaved runs"
            : "Welch on log fork means",
        criteria.threshold().text(),
        Figures.percent(criteria.margin() * 100),
        Rounding.plain(criteria.alpha()),
        comparison.sessions().text());
  }

  private static String procedure(Comparison comparison) {
    Procedure procedure = comparison.procedure();
    String adjusted =
        Figures.format(
            "p-values adjusted over %d rows by Benjamini and Hochberg, false discovery rate %s",
            procedure.adjusted(), Rounding.plain(comparison.criteria().falseDiscoveryRate()));
    return procedure
        .confirmation()
        .map(
            run ->
                Figures.format(
                    "RUN2 is %s, compared with %s: %d rows need its agreement; other %s",
                    run.name(),
                    procedure.confirmationBase().map(RunLabel::name).orElse("the same BASE"),
                    procedure.confirmed(),
                    adjusted))
        .orElse(adjusted);
  }

  private static String conclusion(Comparison comparison) {
    return switch (comparison.conclusion()) {
      case PASSED -> "passed" + (comparison.undecided() > 0 ? ", " + undecided(comparison) : "");
      case FAILED -> "FAILED";
      case INCONCLUSIVE -> "INCONCLUSIVE: " + undecided(comparison);
      case VACUOUS -> "NOT A COMPARISON: nothing paired, a gated id absent or CURRENT not whole";
    };
  }

  private static String undecided(Comparison comparison) {
    long paired = comparison.rows().size() - comparison.unpaired();
    return "no answer for " + comparison.undecided() + " of " + paired + " rows";
  }
}
