package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.bench.support.ForkFacts;
import dev.tidemark.bench.support.ForkFacts.IterationHistogram;
import dev.tidemark.bench.support.Histograms;
import dev.tidemark.runs.ForkOrigin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * One line of {@code partial.jsonl}: one fork of one id in one JMH mode, or why there is no result.
 *
 * @param module the jar that ran it
 * @param session the run
 * @param round from 1
 * @param order position within the round, from 0
 * @param mode JMH's short name of the mode
 * @param warmup mean nanoseconds per operation of each warm-up iteration
 * @param iterations the same of each measured iteration
 * @param histograms single operations, where they were timed
 * @param allocated bytes per operation, null if not measured
 * @param facts the report of the fork, null if there is none
 * @param failure why the fork has no result, null if it has one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ForkRecord(
    String module,
    String session,
    String id,
    int round,
    int order,
    String mode,
    List<Double> warmup,
    List<Double> iterations,
    List<IterationHistogram> histograms,
    @JsonProperty("alloc_bytes_per_op") Double allocated,
    ForkFacts facts,
    String failure) {

  @JsonIgnore
  boolean succeeded() {
    return failure == null;
  }

  @JsonIgnore
  boolean isSaturated() {
    return facts != null && facts.openLoop() != null && facts.openLoop().isSaturated();
  }

  /** Of a fork that has facts. */
  ForkOrigin origin() {
    return new ForkOrigin(
        session,
        round,
        order,
        Optional.of(Instant.parse(facts.startedAt())),
        OptionalLong.of(facts.pid()));
  }

  double mean() {
    return iterations.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  Histogram operations() {
    return Histograms.merge(
        histograms.stream().map(IterationHistogram::encoded).map(Histograms::decode).toList());
  }
}
