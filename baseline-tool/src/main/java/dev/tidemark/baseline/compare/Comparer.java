package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.BenjaminiHochberg;
import dev.tidemark.baseline.statistics.RatioEstimate;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.Gates;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.MergedSessions;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Compares two runs id by id. */
public final class Comparer {

  private record Estimate(Pair pair, RatioEstimate ratio) {}

  private final Criteria criteria;
  private final Judge judge;

  /** By number of looks; kept since a judge remembers what it worked out. */
  private final Map<Integer, Comparer> stricter = new HashMap<>();

  public Comparer(Criteria criteria) {
    this.criteria = criteria;
    this.judge = new Judge(criteria);
  }

  /**
   * Compares the ids that the filter selects.
   *
   * @param again a second run: an id it holds gets its verdict only if both agree
   * @throws IllegalArgumentException if the filter selects no id of either run
   */
  public Comparison compare(
      StoredRun base, StoredRun current, Optional<Repetition> again, IdFilter filter) {
    int looks = Math.max(looks(base.record()), looks(current.record()));
    return looks == 1
        ? compareOnce(base, current, again, filter)
        : stricter
            .computeIfAbsent(looks, n -> new Comparer(criteria.afterLooks(n)))
            .compareOnce(base, current, again, filter);
  }

  private static int looks(RunRecord run) {
    return run.run().looks().map(LookPlan::looks).orElse(1);
  }

  private Comparison compareOnce(
      StoredRun base, StoredRun current, Optional<Repetition> again, IdFilter filter) {
    Set<String> ids = new TreeSet<>(base.record().results().keySet());
    ids.addAll(current.record().results().keySet());
    gatedIds(base.record(), current.record()).forEach(ids::add);
    List<String> selected = ids.isEmpty() ? List.of() : filter.select(ids);
    Comparability comparability = Comparability.of(base.record(), current.record());
    Sessions sessions = Sessions.of(base.record());
    Set<String> held =
        again.map(second -> second.current().record().results().keySet()).orElse(Set.of());
    List<Row> once =
        rows(
            base.record(),
            current.record(),
            selected.stream().filter(id -> !held.contains(id)).toList(),
            BenjaminiHochberg::adjust);
    List<String> twice = selected.stream().filter(held::contains).toList();
    List<Row> rows = new ArrayList<>(once);
    again.ifPresent(
        second -> rows.addAll(confirmed(base.record(), current.record(), second, twice, selected)));
    rows.sort(Comparator.comparing(Row::id));
    rows.replaceAll(row -> Causes.of(row).map(row::noting).orElse(row));
    rows.replaceAll(row -> row.allocationChange().map(row::noting).orElse(row));
    List<Ruler> rulers = Ruler.between(base.record(), current.record(), criteria);
    boolean interleaved = Blocks.of(base.record(), current.record()).interleaved();
    if (!interleaved) {
      rows.replaceAll(row -> marked(row, sessions));
    }
    return new Comparison(
        label(base),
        label(current),
        criteria,
        comparability,
        rows,
        gates(current.record(), filter),
        absentGates(base.record(), current.record(), filter),
        new Procedure(
            withEvidence(once),
            twice.size(),
            again.map(Repetition::current).map(Comparer::label),
            again.flatMap(Repetition::base).map(Comparer::label),
            interleaved),
        sessions,
        Remedies.settle(base.record(), current.record(), rows, criteria),
        incomplete(current.record()),
        warnings(base.record(), current.record(), comparability, rulers),
        rulers);
  }

  /** Compares two results of one id, as a family of one. */
  public Row compare(String id, BenchmarkResult base, BenchmarkResult current) {
    List<Row> rows = new ArrayList<>();
    List<Estimate> estimates = new ArrayList<>();
    pair(new Pair(id, base, current), new Blocks(false), rows, estimates);
    rows.addAll(judge(estimates, UnaryOperator.identity()));
    return rows.get(0);
  }

  private List<Row> confirmed(
      RunRecord base,
      RunRecord current,
      Repetition again,
      List<String> twice,
      List<String> selected) {
    RunRecord repeated = again.current().record();
    RunRecord otherBase = again.base().map(StoredRun::record).orElse(base);
    Map<String, Row> second = byId(rows(otherBase, repeated, twice, UnaryOperator.identity()));
    Map<String, Row> together =
        again.base().isPresent()
            ? Map.of()
            : byId(
                rows(
                    base,
                    MergedSessions.of(List.of(current, repeated)),
                    selected,
                    BenjaminiHochberg::adjust));
    return rows(base, current, twice, UnaryOperator.identity()).stream()
        .map(first -> Confirmation.agree(first, second.get(first.id())))
        .map(row -> Confirmation.together(row, together.get(row.id()), criteria))
        .toList();
  }

  private static Map<String, Row> byId(List<Row> rows) {
    return rows.stream().collect(Collectors.toMap(Row::id, Function.identity()));
  }

  private List<Row> rows(
      RunRecord base, RunRecord current, List<String> ids, UnaryOperator<double[]> adjustment) {
    List<Row> rows = new ArrayList<>();
    List<Estimate> estimates = new ArrayList<>();
    Blocks blocks = Blocks.of(base, current);
    for (String id : ids) {
      Optional<BenchmarkResult> a = Optional.ofNullable(base.results().get(id));
      Optional<BenchmarkResult> b = Optional.ofNullable(current.results().get(id));
      if (a.isPresent() && b.isPresent()) {
        pair(new Pair(id, a.get(), b.get()), blocks, rows, estimates);
      } else if (a.isPresent() || b.isPresent()) {
        rows.add(unpaired(id, a, b, a.isPresent() ? Verdict.MISSING : Verdict.NEW, ""));
      }
    }
    rows.addAll(judge(estimates, adjustment));
    rows.sort(Comparator.comparing(Row::id));
    return rows;
  }

  private void pair(Pair pair, Blocks blocks, List<Row> rows, List<Estimate> estimates) {
    List<String> differences = Comparability.differences(pair.base(), pair.current());
    Optional<RatioEstimate> ratio = estimate(pair, blocks);
    if (!differences.isEmpty()) {
      rows.add(
          unpaired(
              pair.id(),
              Optional.of(pair.base()),
              Optional.of(pair.current()),
              Verdict.NOT_COMPARABLE,
              String.join("; ", differences)));
    } else if (pair.exact()) {
      rows.add(judge.exactly(pair));
    } else if (ratio.isPresent()) {
      estimates.add(new Estimate(pair, ratio.get()));
    } else {
      rows.add(judge.byPoint(pair));
    }
  }

  /**
   * By the best of what the forks allow: rounds that ran side by side, sessions, or forks alone.
   */
  static Optional<RatioEstimate> estimate(Pair pair, Blocks blocks) {
    return blocks.ratio(pair).map(RatioEstimate.class::cast).or(pair::sessionRatio).or(pair::welch);
  }

  private List<Row> judge(List<Estimate> estimates, UnaryOperator<double[]> adjustment) {
    double[] adjusted =
        adjustment.apply(estimates.stream().mapToDouble(e -> e.ratio().p()).toArray());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      rows.add(judge.byForks(estimates.get(i).pair(), estimates.get(i).ratio(), adjusted[i]));
    }
    return rows;
  }

  private static Row unpaired(
      String id,
      Optional<BenchmarkResult> base,
      Optional<BenchmarkResult> current,
      Verdict verdict,
      String note) {
    return new Row(
        id,
        base,
        current,
        OptionalDouble.empty(),
        Optional.empty(),
        verdict,
        OptionalInt.empty(),
        note);
  }

  private static Set<String> gatedIds(RunRecord base, RunRecord current) {
    Set<String> gated = new TreeSet<>(base.gates().keySet());
    gated.addAll(current.gates().keySet());
    return gated.stream().map(Gates::idOf).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> absentGates(RunRecord base, RunRecord current, IdFilter filter) {
    return gatedIds(base, current).stream()
        .filter(filter::matches)
        .filter(id -> !current.results().containsKey(id))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> incomplete(RunRecord current) {
    List<String> reasons = new ArrayList<>();
    for (Failure failure : current.failures()) {
      reasons.add(failure.id() + ": " + failure.reason());
    }
    if (reasons.isEmpty() && !current.complete()) {
      reasons.add("the run was interrupted");
    }
    return reasons;
  }

  private static List<String> warnings(
      RunRecord base, RunRecord current, Comparability comparability, List<Ruler> rulers) {
    List<String> warnings = new ArrayList<>();
    rulers.stream().filter(Ruler::drifted).forEach(ruler -> warnings.add(ruler.text()));
    int looks = Math.max(looks(base), looks(current));
    if (looks > 1) {
      warnings.add(
          "a run could end after any of "
              + looks
              + " looks, declared before it began: all levels are lowered for so many");
    }
    if (base.results().equals(current.results())) {
      warnings.add("BASE and CURRENT hold the very same measurements: a run compared with itself");
    }
    warnings.addAll(comparability.warnings());
    if (!base.complete()) {
      warnings.add("BASE is incomplete: " + base.failures().size() + " failures");
    }
    return warnings;
  }

  private static Row marked(Row row, Sessions sessions) {
    return row.verdict() == Verdict.REGRESSED && row.evidence().isPresent() && !sessions.suffice()
        ? row.noting("unconfirmed, " + sessions.text())
        : row;
  }

  private static int withEvidence(List<Row> rows) {
    return (int) rows.stream().filter(row -> row.evidence().isPresent()).count();
  }

  private static Map<String, GateResult> gates(RunRecord current, IdFilter filter) {
    Map<String, GateResult> gates = new LinkedHashMap<>(current.gates());
    gates.keySet().removeIf(gate -> !filter.matches(Gates.idOf(gate)));
    return gates;
  }

  private static RunLabel label(StoredRun run) {
    RunRecord record = run.record();
    return new RunLabel(run.name(), record.timestamp(), record.gitCommit(), record.gitDirty());
  }
}
