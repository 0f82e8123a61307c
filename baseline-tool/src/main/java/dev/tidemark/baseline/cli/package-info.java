/** The command line of {@code compare-baseline}. */
package dev.tidemark.baseline.cli;
