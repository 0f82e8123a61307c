package dev.tidemark.baseline.compare;

import java.util.Optional;

/**
 * How many rows at once are kept from giving false alarms.
 *
 * @param adjusted rows whose p-values were adjusted by Benjamini and Hochberg
 * @param confirmed rows judged by agreement of CURRENT and a second run instead
 * @param confirmation the second run, if there is one
 */
public record Procedure(int adjusted, int confirmed, Optional<RunLabel> confirmation) {}
