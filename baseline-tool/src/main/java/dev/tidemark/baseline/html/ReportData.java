package dev.tidemark.baseline.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Criteria;
import dev.tidemark.baseline.compare.Modality;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.baseline.compare.RunLabel;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.EnvironmentDifference;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunStore.StoredRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** What the page's script reads. Its names are short where they recur for every id. */
final class ReportData {

  private final ReportSource source;
  private final Comparison comparison;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  ReportData(ReportSource source) {
    this.source = source;
    this.comparison = source.comparison();
  }

  ObjectNode root() {
    root.put("conclusion", comparison.conclusion().name());
    run(root.putObject("base"), comparison.base(), source.base());
    run(root.putObject("current"), comparison.current(), source.current());
    criteria(root.putObject("criteria"), comparison.criteria());
    root.putObject("geomean")
        .put("rows", comparison.geomean().rows())
        .set("ratio", Numbers.number(comparison.geomean().ratio()));
    root.put("unpaired", comparison.unpaired());
    texts("forced", comparison.comparability().forbidding());
    texts("warnings", comparison.warnings());
    texts("incomplete", comparison.incomplete());
    texts("absentGates", comparison.absentGates());
    root.put("modes", Modality.TEXT);
    verdicts(root.putArray("verdicts"));
    gates(root.putArray("gates"));
    environment(root.putArray("environment"));
    trendRuns(root.putArray("runs"));
    rows(root.putArray("rows"));
    families(root.putArray("families"));
    return root;
  }

  private static void run(ObjectNode node, RunLabel label, StoredRun run) {
    node.put("name", label.name());
    node.put("timestamp", label.timestamp().toString());
    node.put("commit", label.commit());
    node.put("branch", run.record().gitBranch());
    node.put("dirty", label.dirty());
    run.record().run().tag().ifPresent(tag -> node.put("tag", tag));
    run.record().run().notes().ifPresent(notes -> node.put("notes", notes));
    run.record().run().profile().ifPresent(profile -> node.put("profile", profile));
  }

  private static void criteria(ObjectNode node, Criteria criteria) {
    node.put("threshold", criteria.threshold().text());
    criteria
        .threshold()
        .relative()
        .ifPresent(factor -> node.set("thresholdRatio", Numbers.number(factor.ratio())));
    node.set("margin", Numbers.number(criteria.margin()));
    node.set("alpha", Numbers.number(criteria.alpha()));
    node.set("confidence", Numbers.number(criteria.confidence()));
  }

  private void texts(String name, Collection<String> lines) {
    ArrayNode array = root.putArray(name);
    lines.forEach(array::add);
  }

  private static void verdicts(ArrayNode array) {
    for (Verdict verdict : Verdict.values()) {
      array
          .addObject()
          .put("name", verdict.name())
          .put("bad", verdict.isRegression())
          .put("good", verdict.isImprovement())
          .put("paired", verdict.isPaired());
    }
  }

  private void gates(ArrayNode array) {
    comparison.gates().forEach((id, gate) -> gate(array.addObject().put("id", id), gate));
  }

  private static void gate(ObjectNode node, GateResult gate) {
    node.put("unit", gate.unit());
    node.set("target", Numbers.number(gate.target()));
    number(node, "acceptable", gate.acceptable());
    number(node, "stretch", gate.stretch());
    number(node, "actual", gate.actual());
    number(node, "margin", gate.marginPct());
    gate.level().ifPresent(level -> node.put("level", level.name().toLowerCase(Locale.ROOT)));
    gate.verdict().ifPresent(verdict -> node.put("verdict", verdict.name()));
    node.put("passed", gate.passed());
    node.put("enforced", gate.enforced());
    node.put("fails", gate.failsRun());
  }

  private static void number(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(v -> node.set(name, Numbers.number(v)));
  }

  private void environment(ArrayNode array) {
    EnvironmentDifference.between(source.base().record(), source.current().record())
        .forEach(
            line ->
                array
                    .addArray()
                    .add(line.field())
                    .add(line.base())
                    .add(line.current())
                    .add(line.weight().name()));
  }

  private void trendRuns(ArrayNode array) {
    for (StoredRun run : source.trend().runs()) {
      array
          .addObject()
          .put("name", run.name())
          .put("timestamp", run.record().timestamp().toString())
          .put("commit", run.record().gitCommit());
    }
  }

  private void rows(ArrayNode array) {
    for (Row row : comparison.rows()) {
      ObjectNode node =
          array
              .addObject()
              .put("id", row.id())
              .put("v", List.of(Verdict.values()).indexOf(row.verdict()));
      number(node, "r", row.ratio());
      row.evidence()
          .ifPresent(
              evidence -> {
                node.set("lo", Numbers.number(evidence.interval().low()));
                node.set("hi", Numbers.number(evidence.interval().high()));
                node.set("p", Numbers.number(evidence.adjustedP()));
              });
      if (!row.note().isBlank()) {
        node.put("n", row.note());
      }
      row.current().or(row::base).ifPresent(result -> ResultData.describe(node, result));
      row.base().ifPresent(result -> ResultData.side(node.putObject("b"), result));
      row.current().ifPresent(result -> ResultData.side(node.putObject("c"), result));
      trend(node, row.id());
      flameGraphs(node, row.id());
    }
  }

  private void trend(ObjectNode node, String id) {
    BenchmarkResult now = source.current().record().results().get(id);
    if (now != null) {
      List<BenchmarkResult> results = new ArrayList<>();
      source.trend().runs().forEach(run -> results.add(comparable(run, id, now)));
      ResultData.trend(node, results);
    }
  }

  /** Null if the run lacks the id or measured it differently. */
  private static BenchmarkResult comparable(StoredRun run, String id, BenchmarkResult now) {
    BenchmarkResult then = run.record().results().get(id);
    return then == null || !Comparability.differences(then, now).isEmpty() ? null : then;
  }

  private void flameGraphs(ObjectNode node, String id) {
    List<FlameGraphs.Link> links = source.flameGraphs().getOrDefault(id, List.of());
    if (!links.isEmpty()) {
      ArrayNode array = node.putArray("fg");
      links.forEach(link -> array.addArray().add(link.text()).add(link.href()));
    }
  }

  private void families(ArrayNode array) {
    for (ScalingFamilies.Family family : ScalingFamilies.of(source.current().record().results())) {
      SortedMap<BigDecimal, String> members = family.members();
      ObjectNode node = array.addObject().put("parameter", family.parameter());
      node.set("x", Numbers.array(members.keySet().stream().map(BigDecimal::doubleValue).toList()));
      ArrayNode ids = node.putArray("ids");
      for (Map.Entry<BigDecimal, String> member : members.entrySet()) {
        ids.add(member.getValue());
      }
    }
  }
}
