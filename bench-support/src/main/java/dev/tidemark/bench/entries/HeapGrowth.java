package dev.tidemark.bench.entries;

import java.lang.management.ManagementFactory;

/** By how much the heap has grown since a moment, garbage not counted. */
public final class HeapGrowth {
  private final long before = usedHeap();

  private HeapGrowth() {}

  /** From now on; collects garbage. */
  public static HeapGrowth start() {
    return new HeapGrowth();
  }

  /** Bytes more than at the start; collects garbage. Let go of what does not count before. */
  public long bytes() {
    return usedHeap() - before;
  }

  /** Twice, since the first collection may only discover what the second one frees. */
  private static long usedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
