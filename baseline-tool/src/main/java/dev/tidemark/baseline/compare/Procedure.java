package dev.tidemark.baseline.compare;

import java.util.Optional;

/**
 * How many rows at once are kept from giving false alarms.
 *
 * @param adjusted rows whose p-values were adjusted by Benjamini and Hochberg
 * @param confirmed rows judged by agreement of CURRENT and a second run instead
 * @param confirmation the second run, if there is one
 * @param confirmationBase what the second run was compared with, if not BASE
 * @param interleaved whether the rounds of both runs alternated: forks are then compared within
 *     their round, and no difference between sessions can be taken for one between builds
 */
public record Procedure(
    int adjusted,
    int confirmed,
    Optional<RunLabel> confirmation,
    Optional<RunLabel> confirmationBase,
    boolean interleaved) {}
