/** The only code of this module that uses the incubating Vector API; compiled on its own. */
package dev.tidemark.bench.m8.simd;
