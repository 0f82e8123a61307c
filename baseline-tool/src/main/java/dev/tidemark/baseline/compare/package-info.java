/** Two run records in, verdicts out. Pure: reads no file, prints nothing. */
package dev.tidemark.baseline.compare;
