/** Seeded keys and vectors. Every stream derives from one seed and a name. */
package dev.tidemark.bench.support.data;
