package dev.tidemark.baseline.compare;

import dev.tidemark.baseline.statistics.PairedRatio;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.ForkSample;
import dev.tidemark.runs.RunRecord;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pairs the forks of two runs that were interleaved: both name one block plan, by which round r of
 * the one ran next to round r of the other.
 */
record Blocks(boolean interleaved) {

  static Blocks of(RunRecord base, RunRecord current) {
    return new Blocks(
        base.run().blockPlan().isPresent()
            && base.run().blockPlan().equals(current.run().blockPlan()));
  }

  /**
   * By the rounds that both sides have. Empty for runs that were not interleaved, with fewer rounds
   * than an interval needs, with a fork value not above 0, or if a round holds several forks.
   */
  Optional<PairedRatio> ratio(Pair pair) {
    if (!interleaved) {
      return Optional.empty();
    }
    SortedMap<Integer, Double> base = byRound(pair.base());
    SortedMap<Integer, Double> current = byRound(pair.current());
    boolean unique =
        base.size() == pair.base().forks().size()
            && current.size() == pair.current().forks().size();
    base.keySet().retainAll(current.keySet());
    current.keySet().retainAll(base.keySet());
    if (!unique || base.size() < Criteria.FEWEST_FORKS || !positive(base) || !positive(current)) {
      return Optional.empty();
    }
    return Optional.of(
        pair.higherIsBetter()
            ? PairedRatio.of(values(current), values(base))
            : PairedRatio.of(values(base), values(current)));
  }

  private static SortedMap<Integer, Double> byRound(BenchmarkResult result) {
    SortedMap<Integer, Double> rounds = new TreeMap<>();
    for (ForkSample fork : result.forks()) {
      rounds.put(fork.round(), fork.mean());
    }
    return rounds;
  }

  private static boolean positive(SortedMap<Integer, Double> rounds) {
    return rounds.values().stream().allMatch(value -> value > 0);
  }

  private static double[] values(SortedMap<Integer, Double> rounds) {
    return rounds.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
