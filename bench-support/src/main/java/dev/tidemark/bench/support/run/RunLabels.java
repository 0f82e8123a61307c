package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the user said about a run; null where nothing was said.
 *
 * @param tag short name
 * @param notes free text
 * @param decision {@code keep}, {@code reject} or {@code pending}
 * @param blockPlan names the interleaving whose round r is round r of this run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLabels(
    String tag, String notes, String decision, @JsonProperty("block_plan") String blockPlan) {}
