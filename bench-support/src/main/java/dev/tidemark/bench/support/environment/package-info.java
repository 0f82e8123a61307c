/** The machine a run was made on, so that a number is never read without it. */
package dev.tidemark.bench.support.environment;
