package dev.tidemark.baseline.history;

/**
 * A place where a series changed its level.
 *
 * @param index of the first value after the change
 * @param ratio of the level after to the level before, up to the neighbouring changes
 * @param p how often an unchanged series shows as large a largest step
 */
public record ChangePoint(int index, double ratio, double p) {}
