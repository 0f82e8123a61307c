package dev.tidemark.runs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of one benchmark id.
 *
 * @param opsPerSec operations per second, over all threads
 * @param allocBytesPerOp bytes allocated per operation
 * @param aux further figures by name: recall, syncs per operation, aborts
 * @param forks one entry per fresh JVM; empty when the record holds summaries only
 */
public record BenchmarkResult(
    Outcome outcome,
    MeasurementSetup setup,
    OptionalDouble opsPerSec,
    OptionalDouble allocBytesPerOp,
    SortedMap<String, Double> aux,
    List<ForkSample> forks) {

  public BenchmarkResult {
    Checks.finite("ops_per_sec", opsPerSec);
    Checks.finite("alloc_bytes_per_op", allocBytesPerOp);
    Checks.finite("aux", aux.values());
    aux = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(aux)));
    forks = List.copyOf(forks);
    if (outcome instanceof TimeOutcome) {
      forks.forEach(fork -> Checks.positive("mean_ns of a fork", fork.mean()));
    }
  }

  /** A result without fork data or recorded set-up. */
  public static BenchmarkResult summary(Outcome outcome) {
    return new BenchmarkResult(
        outcome,
        MeasurementSetup.NOT_RECORDED,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Collections.emptySortedMap(),
        List.of());
  }

  BenchmarkResult with(Outcome newOutcome, List<ForkSample> newForks) {
    return new BenchmarkResult(newOutcome, setup, opsPerSec, allocBytesPerOp, aux, newForks);
  }

  /** The forks' means, in fork order. */
  public double[] forkMeans() {
    double[] means = new double[forks.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = forks.get(i).mean();
    }
    return means;
  }
}
