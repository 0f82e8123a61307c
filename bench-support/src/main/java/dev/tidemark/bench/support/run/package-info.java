/**
 * Runs rounds of forks, builds the record of a run from what they report, and writes the run
 * folder.
 */
package dev.tidemark.bench.support.run;
