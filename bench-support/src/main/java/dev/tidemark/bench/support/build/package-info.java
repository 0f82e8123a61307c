/** The commit a jar was built from. */
package dev.tidemark.bench.support.build;
