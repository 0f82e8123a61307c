package dev.tidemark.bench.support.run;

import java.util.List;

/**
 * What of a run is profiled, once its rounds are done and apart from its results.
 *
 * @param jmhProfilers JMH profilers by name, with options after a colon
 * @param flameGraphs whether stacks are sampled
 * @param counters whether hardware counters are read
 * @param recording whether {@code perf record} is run
 */
public record Profiling(
    List<String> jmhProfilers, boolean flameGraphs, boolean counters, boolean recording) {}
