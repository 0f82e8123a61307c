/** The index of runs: their life, and how they are found. */
package dev.tidemark.run;
