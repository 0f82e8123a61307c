/**
 * Inference on fork means: intervals, tests and the adjustment for many comparisons. No knowledge
 * of records.
 */
package dev.tidemark.baseline.statistics;
