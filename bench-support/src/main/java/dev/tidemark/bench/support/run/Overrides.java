package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.bench.support.catalog.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command line changes of the schedule in the catalogue; null leaves it.
 *
 * @param warmups warm-up iterations
 * @param warmupMillis length of each
 * @param iterations measured iterations
 * @param iterationMillis length of each
 * @param batch calls per iteration of a single shot that makes more than one
 * @param inProcess runs without forks; the result compares with nothing
 * @param jvmArguments appended to those of each fork
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Overrides(
    Integer warmups,
    @JsonProperty("warmup_ms") Long warmupMillis,
    Integer iterations,
    @JsonProperty("iteration_ms") Long iterationMillis,
    Integer batch,
    @JsonProperty("in_process") boolean inProcess,
    @JsonProperty("jvm_arguments") List<String> jvmArguments) {

  /** Changes nothing. */
  public static final Overrides NONE =
      new Overrides(null, null, null, null, null, false, List.of());

  @JsonIgnore
  Schedule apply(Schedule declared) {
    return new Schedule(
        Optional.ofNullable(warmups).orElse(declared.warmups()),
        Optional.ofNullable(warmupMillis).map(Duration::ofMillis).orElse(declared.warmupTime()),
        Optional.ofNullable(iterations).orElse(declared.iterations()),
        Optional.ofNullable(iterationMillis)
            .map(Duration::ofMillis)
            .orElse(declared.iterationTime()));
  }

  int batch(CatalogEntry entry, BenchMode mode) {
    boolean replaced = batch != null && entry.batch(mode) > 1;
    return replaced ? batch : entry.batch(mode);
  }
}
