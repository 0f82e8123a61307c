/**
 * Fixed pieces of work, measured beside the benchmarks of a run, that tell whether the machine was
 * the same in another one.
 */
package dev.tidemark.bench.support.ruler;
