/** The keys and values that the benchmarks of this module share, and a run filled with them. */
package dev.tidemark.bench.entries;
