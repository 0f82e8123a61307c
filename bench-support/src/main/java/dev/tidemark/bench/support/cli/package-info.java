/** The command line of the benchmark jars. */
package dev.tidemark.bench.support.cli;
