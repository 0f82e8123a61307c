package dev.tidemark.bench.entries;

import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import java.util.BitSet;

/** Numbers below a bound, each as likely as any other, which can be drawn again for a check. */
public final class UniformDraws {
  private final String name;
  private final int bound;
  private final SplitMix64 stream;

  /** Draws from the stream of that name of the run's seed. */
  public UniformDraws(String name, int bound) {
    this.name = name;
    this.bound = bound;
    this.stream = Seed.stream(name);
  }

  /** The next number in [0, bound). */
  public int next() {
    return stream.nextInt(bound);
  }

  /** What the first {@code draws} calls of {@link #next} on a new object return. */
  public BitSet first(int draws) {
    UniformDraws again = new UniformDraws(name, bound);
    BitSet drawn = new BitSet(bound);
    for (int i = 0; i < draws; i++) {
      drawn.set(again.next());
    }
    return drawn;
  }
}
