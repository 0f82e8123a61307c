/** One id over many runs: where it changed, and how far it is from where it started. */
package dev.tidemark.baseline.history;
