package dev.tidemark.bench.support;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one fork says about itself besides JMH's times: the content of its report file.
 *
 * @param pid process id of the fork
 * @param startedAt start of the fork, ISO-8601 UTC
 * @param endedAt moment the report was written, ISO-8601 UTC
 * @param durability mode read back from the opened database, or {@code none} without a database
 * @param provider kernel provider or index kind, null where it does not apply
 * @param counts totals over the measured iterations
 * @param checks what the benchmark asserted
 * @param recall share of the true neighbours found, 0 to 1, null where the answer is exact
 * @param histograms per measured iteration and thread
 * @param allocatedBytes bytes allocated by the timed threads between first and last recorded
 *     operation, null if no operation was timed singly
 * @param allocationOperations operations those bytes belong to
 * @param openLoop how the arrivals of an open loop went, null for a closed one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForkFacts(
    long pid,
    @JsonProperty("started_at") String startedAt,
    @JsonProperty("ended_at") String endedAt,
    String durability,
    String provider,
    Map<String, Long> counts,
    List<Check> checks,
    Double recall,
    List<IterationHistogram> histograms,
    @JsonProperty("allocated_bytes") Long allocatedBytes,
    @JsonProperty("allocation_operations") long allocationOperations,
    @JsonProperty("open_loop") OpenLoop openLoop) {

  /**
   * The arrivals of the measured iterations.
   *
   * @param offered arrivals per second
   * @param achieved operations completed per second
   */
  public record OpenLoop(double offered, double achieved) {
    private static final double KEPT_UP = 0.98;

    /** Whether operations came faster than they could be done, so that latency has no bound. */
    @JsonIgnore
    public boolean isSaturated() {
      return achieved < KEPT_UP * offered;
    }
  }

  /** An assertion of a benchmark: its name, whether it held, and what was expected and found. */
  public record Check(String name, boolean passed, String detail) {}

  /**
   * The operations of one thread in one measured iteration.
   *
   * @param startMillis start of the iteration, milliseconds since the epoch
   * @param endMillis end of the iteration, milliseconds since the epoch
   * @param encoded compressed HdrHistogram of nanoseconds, Base64
   */
  public record IterationHistogram(
      @JsonProperty("start_ms") long startMillis,
      @JsonProperty("end_ms") long endMillis,
      String encoded) {}

  /** The same without its histograms and with more totals. */
  public ForkFacts withoutHistograms(Map<String, Long> moreCounts) {
    Map<String, Long> all = new TreeMap<>(counts);
    all.putAll(moreCounts);
    return new ForkFacts(
        pid,
        startedAt,
        endedAt,
        durability,
        provider,
        all,
        checks,
        recall,
        List.of(),
        allocatedBytes,
        allocationOperations,
        openLoop);
  }

  /** The checks that did not hold. */
  public List<Check> failedChecks() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
