/**
 * Where the time of a benchmark goes: samples of stacks, flame graphs of them, hardware counters.
 */
package dev.tidemark.bench.support.profiling;
