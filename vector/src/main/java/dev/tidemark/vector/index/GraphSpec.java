package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.Similarity;

/**
 * What a graph is made by. Two graphs of one spec that were told the same rows in the same order
 * are the same, if the same kernel scored them.
 *
 * @param created the version that created the collection: a later collection of the same name has
 *     another graph
 * @param m links of a node above level 0, half of those on it
 * @param efConstruction nodes that an insertion chooses links from
 * @param seed decides the levels
 */
public record GraphSpec(long created, Similarity similarity, int m, int efConstruction, long seed) {
  /** The level of the node that is inserted as the {@code ordinal}-th. */
  int level(long ordinal) {
    double uniform = ((mix(seed + (ordinal + 1) * 0x9E3779B97F4A7C15L) >>> 11) + 1) * 0x1p-53;
    return (int) Math.min(Byte.MAX_VALUE, -Math.log(uniform) / Math.log(m));
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
