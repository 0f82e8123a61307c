/**
 * Results of other harnesses as run records: JMH, Criterion, Google Benchmark, hyperfine,
 * BenchmarkDotNet and Go's bench text. What the record has no field for stays in {@code
 * environment.origin}.
 */
package dev.tidemark.baseline.importer;
