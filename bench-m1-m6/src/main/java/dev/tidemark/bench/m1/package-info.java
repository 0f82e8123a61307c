/** Storage: gets, puts and scans at the engine's own surface, by key bytes and key space. */
package dev.tidemark.bench.m1;
