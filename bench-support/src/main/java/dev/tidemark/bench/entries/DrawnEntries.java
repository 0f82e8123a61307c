package dev.tidemark.bench.entries;

import dev.tidemark.types.Value;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * Entries, of which one is drawn anew each time. A benchmark's state extends it with the stream and
 * the number of its own, so that all its tiers draw the same.
 */
public abstract class DrawnEntries {
  private final String stream;
  private final int count;
  private Entries entries;
  private UniformDraws draws;

  /**
   * @param stream of the run's seed
   */
  protected DrawnEntries(String stream, int count) {
    this.stream = stream;
    this.count = count;
  }

  @Setup(Level.Trial)
  public void prepare() {
    entries = Entries.of(count);
    redraw();
  }

  /** Draws from the beginning. */
  protected final void redraw() {
    draws = new UniformDraws(stream, count);
  }

  public final Entries entries() {
    return entries;
  }

  /** The next entry's number. */
  public final int next() {
    return draws.next();
  }

  /** The next entry's key. */
  public final String nextKey() {
    return entries.key(draws.next());
  }

  public final String key(int index) {
    return entries.key(index);
  }

  /** The bytes of a key, shared. */
  public final byte[] encoded(int index) {
    return entries.encoded(index);
  }

  /** What a benchmark writes. */
  public final Value replacement(int index) {
    return entries.replacement(index);
  }

  /** The entries that so many draws from the beginning give. */
  public final BitSet replaced(int drawn) {
    return draws.first(drawn);
  }

  /** A map of the entries, those in the set with what a benchmark writes. */
  public final ConcurrentHashMap<String, Value> asMap(BitSet replaced) {
    ConcurrentHashMap<String, Value> map = entries.asMap();
    replaced.stream().forEach(i -> map.put(entries.key(i), entries.replacement(i)));
    return map;
  }
}
