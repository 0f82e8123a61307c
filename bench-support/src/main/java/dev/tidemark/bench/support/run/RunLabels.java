package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the user said about a run; null where nothing was said.
 *
 * @param tag short name
 * @param notes free text
 * @param decision {@code keep}, {@code reject} or {@code pending}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLabels(String tag, String notes, String decision) {}
