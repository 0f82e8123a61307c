/**
 * What a benchmark run writes and a comparison reads: the run record {@code results.json} 2.0,
 * gates, the run store with its index, comparability of two runs, and the filter over benchmark
 * ids.
 */
package dev.tidemark.runs;
