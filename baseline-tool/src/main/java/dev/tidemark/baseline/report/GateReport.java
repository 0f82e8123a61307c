package dev.tidemark.baseline.report;

import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gates of one run. */
public final class GateReport {

  private static final List<String> LIMITS =
      List.of("gate", "stretch", "target", "acceptable", "enforced");

  private GateReport() {}

  /** Each gate with its value, interval and verdict. */
  public static Document judged(StoredRun run) {
    Map<String, GateResult> gates = run.record().gates();
    long failing = gates.values().stream().filter(GateResult::failsRun).count();
    long missed = gates.values().stream().filter(GateResult::missed).count();
    return new Document(
        List.of("RUN  " + run.name()),
        List.of(GateTable.of("Gates", gates, run.record().results())),
        List.of(
            gates.size()
                + " gates: "
                + (gates.size() - missed)
                + " met, "
                + missed
                + " missed, "
                + failing
                + " of them enforced and failed"));
  }

  /** The limits alone, and whether they bind in this run. */
  public static Document effective(StoredRun run) {
    List<Table.Line> lines = new ArrayList<>();
    run.record().gates().forEach((id, gate) -> lines.add(limits(id, gate)));
    return new Document(
        List.of("RUN  " + run.name()),
        List.of(new Table("Effective gates", LIMITS, lines)),
        List.of(platform(run.record())));
  }

  private static Table.Line limits(String id, GateResult gate) {
    return new Table.Line(
        List.of(
            id,
            Figures.amount(gate.stretch(), gate.unit()),
            Figures.amount(gate.target(), gate.unit()),
            Figures.amount(gate.acceptable(), gate.unit()),
            gate.enforced() ? "yes" : "no"),
        Style.PLAIN);
  }

  private static String platform(RunRecord record) {
    return record.environment().path("is_reference_platform").asBoolean(false)
        ? "on the reference platform: absolute gates are enforced"
        : "not on the reference platform: only gates on ratios are enforced";
  }
}
