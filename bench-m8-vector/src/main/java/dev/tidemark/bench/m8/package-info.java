/**
 * Vectors: the facade's operations, exact search, its distance kernels, and the bare scan below it.
 * Where an id does not say otherwise: 128 dimensions, cosine, uniform data.
 */
package dev.tidemark.bench.m8;
