package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.BenjaminiHochberg;
import dev.tidemark.baseline.statistics.WelchRatio;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.Gates;
import dev.tidemark.runs.IdFilter;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares two runs id by id. */
public final class Comparer {

  private static final int SESSIONS_OF_A_BASELINE = 10;

  private record Estimate(Pair pair, WelchRatio welch) {}

  private final Criteria criteria;
  private final Judge judge;

  public Comparer(Criteria criteria) {
    this.criteria = criteria;
    this.judge = new Judge(criteria);
  }

  /**
   * Compares the ids that the filter selects.
   *
   * @throws IllegalArgumentException if the filter selects no id of either run
   */
  public Comparison compare(StoredRun base, StoredRun current, IdFilter filter) {
    Set<String> ids = new TreeSet<>(base.record().results().keySet());
    ids.addAll(current.record().results().keySet());
    gatedIds(base.record(), current.record()).forEach(ids::add);
    List<String> selected = ids.isEmpty() ? List.of() : filter.select(ids);
    Comparability comparability = Comparability.of(base.record(), current.record());
    List<Row> rows =
        confirm(rows(base.record(), current.record(), selected), sessions(base.record()));
    return new Comparison(
        label(base),
        label(current),
        criteria,
        comparability,
        rows,
        current.record().gates().entrySet().stream()
            .filter(gate -> filter.matches(Gates.idOf(gate.getKey())))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new)),
        absentGates(base.record(), current.record(), filter),
        (int) rows.stream().filter(row -> row.evidence().isPresent()).count(),
        incomplete(current.record()),
        warnings(base.record(), comparability));
  }

  private List<Row> rows(RunRecord base, RunRecord current, List<String> ids) {
    List<Row> rows = new ArrayList<>();
    List<Estimate> estimates = new ArrayList<>();
    for (String id : ids) {
      Optional<BenchmarkResult> a = Optional.ofNullable(base.results().get(id));
      Optional<BenchmarkResult> b = Optional.ofNullable(current.results().get(id));
      if (a.isPresent() && b.isPresent()) {
        pair(new Pair(id, a.get(), b.get()), rows, estimates);
      } else if (a.isPresent() || b.isPresent()) {
        rows.add(unpaired(id, a, b, a.isPresent() ? Verdict.MISSING : Verdict.NEW, ""));
      }
    }
    rows.addAll(judge(estimates));
    rows.sort(Comparator.comparing(Row::id));
    return rows;
  }

  private void pair(Pair pair, List<Row> rows, List<Estimate> estimates) {
    List<String> differences = Comparability.differences(pair.base(), pair.current());
    Optional<WelchRatio> welch = differences.isEmpty() ? pair.welch() : Optional.empty();
    if (!differences.isEmpty()) {
      rows.add(
          unpaired(
              pair.id(),
              Optional.of(pair.base()),
              Optional.of(pair.current()),
              Verdict.NOT_COMPARABLE,
              String.join("; ", differences)));
    } else if (welch.isPresent()) {
      estimates.add(new Estimate(pair, welch.get()));
    } else {
      rows.add(judge.byPoint(pair));
    }
  }

  private List<Row> judge(List<Estimate> estimates) {
    double[] adjusted =
        BenjaminiHochberg.adjust(estimates.stream().mapToDouble(e -> e.welch().p()).toArray());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      rows.add(judge.byForks(estimates.get(i).pair(), estimates.get(i).welch(), adjusted[i]));
    }
    return rows;
  }

  private static Row unpaired(
      String id,
      Optional<BenchmarkResult> base,
      Optional<BenchmarkResult> current,
      Verdict verdict,
      String note) {
    return new Row(id, base, current, OptionalDouble.empty(), Optional.empty(), verdict, note);
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

  private static List<String> warnings(RunRecord base, Comparability comparability) {
    List<String> warnings = new ArrayList<>(comparability.warnings());
    if (!base.complete()) {
      warnings.add("BASE is incomplete: " + base.failures().size() + " failures");
    }
    return warnings;
  }

  /** What changes between two sessions looks like a regression, whatever the forks say. */
  private static List<Row> confirm(List<Row> rows, long sessions) {
    if (sessions >= SESSIONS_OF_A_BASELINE) {
      return rows;
    }
    String note =
        "unconfirmed, BASE holds " + sessions + " of " + SESSIONS_OF_A_BASELINE + " sessions";
    return rows.stream()
        .map(row -> row.verdict() == Verdict.REGRESSED ? row.withNote(note) : row)
        .toList();
  }

  private static long sessions(RunRecord base) {
    return base.results().values().stream()
        .flatMap(result -> result.forks().stream())
        .map(ForkSample::session)
        .distinct()
        .count();
  }

  private static RunLabel label(StoredRun run) {
    RunRecord record = run.record();
    return new RunLabel(run.name(), record.timestamp(), record.gitCommit(), record.gitDirty());
  }
}
