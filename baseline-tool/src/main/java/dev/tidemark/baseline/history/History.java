package dev.tidemark.baseline.history;

import dev.tidemark.baseline.compare.Comparer;
import dev.tidemark.baseline.compare.Row;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One id over the runs that may be compared with the newest of them.
 *
 * @param entries oldest first, at least one
 * @param changes indexes into the entries
 * @param anchor what drift is measured from
 * @param sinceAnchor the newest run against the anchor; empty when it is the anchor
 * @param sincePrevious the newest run against the one before; empty for a single one
 */
public record History(
    String id,
    List<Entry> entries,
    List<ChangePoint> changes,
    Entry anchor,
    Optional<Row> sinceAnchor,
    Optional<Row> sincePrevious) {

  /** One run's result of the id. */
  public record Entry(StoredRun run, BenchmarkResult result) {

    /** In the unit of the result. */
    public double value() {
      return result.outcome().point();
    }
  }

  public History {
    entries = List.copyOf(entries);
    changes = List.copyOf(changes);
  }

  /**
   * Collects an id.
   *
   * @param runs in any order; those that lack the id, have a value not above 0 or may not be
   *     compared with the newest are passed over
   * @param anchor the run to measure drift from; the oldest if empty
   * @return empty when no run is left
   */
  public static Optional<History> of(
      String id, List<StoredRun> runs, Optional<StoredRun> anchor, Comparer comparer, long seed) {
    List<Entry> held =
        runs.stream()
            .sorted(Comparator.comparing((StoredRun run) -> run.record().timestamp()))
            .flatMap(run -> entry(id, run).stream())
            .toList();
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Entry newest = held.get(held.size() - 1);
    List<Entry> entries = held.stream().filter(entry -> comparable(entry, newest)).toList();
    Entry origin = anchor.flatMap(run -> entry(id, run)).orElse(entries.get(0));
    List<Entry> before = new ArrayList<>(entries.subList(0, entries.size() - 1));
    return Optional.of(
        new History(
            id,
            entries,
            ChangePoints.of(entries.stream().mapToDouble(Entry::value).toArray(), seed),
            origin,
            origin.equals(newest)
                ? Optional.empty()
                : Optional.of(comparer.compare(id, origin.result(), newest.result())),
            before.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    comparer.compare(
                        id, before.get(before.size() - 1).result(), newest.result()))));
  }

  private static Optional<Entry> entry(String id, StoredRun run) {
    return Optional.ofNullable(run.record().results().get(id))
        .map(result -> new Entry(run, result))
        .filter(entry -> entry.value() > 0);
  }

  private static boolean comparable(Entry entry, Entry newest) {
    RunRecord run = entry.run().record();
    return Comparability.of(run, newest.run().record()).comparable()
        && Comparability.differences(entry.result(), newest.result()).isEmpty();
  }
}
