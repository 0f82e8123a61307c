package dev.tidemark.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Several runs of the same benchmarks, each a session, seen as one. */
public final class MergedSessions {

  private MergedSessions() {}

  /**
   * One record with the forks of all, that is otherwise the last one's. A result that was measured
   * in another way than the last record that holds its id is left out and becomes a failure; of
   * results without forks the last one stays. Rounds are counted anew, so a block plan is lost.
   *
   * @param records oldest first, at least one
   */
  public static RunRecord of(List<RunRecord> records) {
    RunRecord last = records.get(records.size() - 1);
    if (records.size() == 1) {
      return last;
    }
    Map<String, List<BenchmarkResult>> byId = new LinkedHashMap<>();
    List<Failure> failures = new ArrayList<>();
    for (RunRecord record : records) {
      record
          .results()
          .forEach((id, result) -> byId.computeIfAbsent(id, key -> new ArrayList<>()).add(result));
      failures.addAll(record.failures());
    }
    Map<String, BenchmarkResult> results = new LinkedHashMap<>();
    byId.forEach((id, sessions) -> results.put(id, merge(id, sessions, failures)));
    return last.with(last.run().withoutBlockPlan(), results, last.gates(), failures);
  }

  private static BenchmarkResult merge(
      String id, List<BenchmarkResult> sessions, List<Failure> failures) {
    BenchmarkResult last = sessions.get(sessions.size() - 1);
    List<ForkSample> forks = new ArrayList<>();
    for (BenchmarkResult session : sessions) {
      List<String> differences = Comparability.differences(session, last);
      if (differences.isEmpty()) {
        session.forks().forEach(fork -> forks.add(fork.inRound(forks.size() + 1)));
      } else {
        String reason = "a session is left out, it was measured in another way: ";
        failures.add(new Failure(id, OptionalInt.empty(), reason + String.join("; ", differences)));
      }
    }
    return forks.size() == last.forks().size() ? last : last.with(outcome(last, forks), forks);
  }

  /** Of the spread only what forks tell: percentiles of several runs have no mean. */
  private static Outcome outcome(BenchmarkResult last, List<ForkSample> forks) {
    double mean = forks.stream().mapToDouble(ForkSample::mean).average().orElseThrow();
    if (last.outcome() instanceof ValueOutcome value) {
      return new ValueOutcome(mean, value.unit(), value.direction());
    }
    return new TimeOutcome(
        mean,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        forks.stream().mapToLong(ForkSample::n).sum(),
        ((TimeOutcome) last.outcome()).basis(),
        Map.of());
  }
}
