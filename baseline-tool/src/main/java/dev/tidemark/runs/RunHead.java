package dev.tidemark.runs;

import java.util.Set;

/**
 * A record without its results.
 *
 * @param record with everything else
 * @param ids of the results
 */
public record RunHead(RunRecord record, Set<String> ids) {}
