package dev.tidemark.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

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
    List<Failure> failures = new ArrayList<>();
    records.forEach(record -> failures.addAll(record.failures()));
    Map<String, BenchmarkResult> results = merge(records, RunRecord::results, failures);
    return last.with(last.run().withoutBlockPlan(), results, last.gates(), failures)
        .withRulers(merge(records, RunRecord::rulers, failures));
  }

  private static Map<String, BenchmarkResult> merge(
      List<RunRecord> records,
      Function<RunRecord, Map<String, BenchmarkResult>> part,
      List<Failure> failures) {
    Map<String, List<BenchmarkResult>> byId = new LinkedHashMap<>();
    for (RunRecord record : records) {
      part.apply(record)
          .forEach((id, result) -> byId.computeIfAbsent(id, key -> new ArrayList<>()).add(result));
    }
    Map<String, BenchmarkResult> merged = new LinkedHashMap<>();
    byId.forEach((id, sessions) -> merged.put(id, merge(id, sessions, failures)));
    return merged;
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
