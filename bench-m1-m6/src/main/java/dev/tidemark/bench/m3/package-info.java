/** Primitives, and the tiers below them. */
package dev.tidemark.bench.m3;
