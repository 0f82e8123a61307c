package dev.tidemark.runs;

import java.util.Set;

/**
 * A record without most of its results.
 *
 * @param record with everything else
 * @param ids of all results
 */
public record RunHead(RunRecord record, Set<String> ids) {}
