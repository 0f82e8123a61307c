package dev.tidemark.baseline.compare;

/**
 * The geometric mean of the ratios of all paired rows. A summary for people: it hides one 2× among
 * forty and decides nothing.
 *
 * @param ratio 1 for no rows
 */
public record Geomean(double ratio, int rows) {}
