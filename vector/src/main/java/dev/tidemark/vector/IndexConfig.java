package dev.tidemark.vector;

import dev.tidemark.types.InvalidArgumentException;

/** How the vectors of a collection are searched. */
public sealed interface IndexConfig {
  /** Every vector is scored: what is found is exactly the nearest. */
  IndexConfig EXACT = new Exact();

  /** A graph as {@link Hnsw#defaults()} makes it, once there are vectors enough. */
  IndexConfig AUTO = new Auto(Hnsw.defaults());

  /** As {@link #EXACT}. */
  record Exact() implements IndexConfig {}

  /**
   * As {@link #EXACT} while a collection is small, then as the graph. Which it is depends on how
   * many vectors there are and their dimension, never on measured time.
   */
  record Auto(Hnsw graph) implements IndexConfig {
    private static final int FEWEST_ROWS = 10_000;
    private static final int FEWEST_OF_HIGH_DIMENSION = 5_000;
    private static final int HIGH_DIMENSION = 256;

    /** Vectors of a dimension from which on there is a graph. */
    public static int fewestVectors(int dimension) {
      return dimension < HIGH_DIMENSION ? FEWEST_ROWS : FEWEST_OF_HIGH_DIMENSION;
    }
  }

  /**
   * A graph that leads to most of the nearest while it scores few of all: a hierarchical navigable
   * small world. It is built in the background from the first search on; what it does not hold yet
   * is scored one by one.
   *
   * @param m links of a vector on each level, twice as many on the lowest, 2 to 128; more cost
   *     memory and find more
   * @param efConstruction vectors that an insertion chooses links from, {@code m} to 4,096; more
   *     make a better graph, more slowly
   * @param efSearch vectors that a search looks around at, 1 to 4,096, unless it says otherwise;
   *     more find more of the nearest, more slowly
   * @param seed decides which vectors are on which level
   */
  record Hnsw(int m, int efConstruction, int efSearch, long seed) implements IndexConfig {
    /** Most links of a vector on a level above the lowest. */
    public static final int MAX_M = 128;

    /** Most vectors that an insertion or a search looks around at. */
    public static final int MAX_EF = 4096;

    public Hnsw {
      requireWithin("m", m, 2, MAX_M);
      requireWithin("efConstruction", efConstruction, m, MAX_EF);
      requireWithin("efSearch", efSearch, 1, MAX_EF);
    }

    /** m 16, efConstruction 100, efSearch 100, seed 0. */
    public static Hnsw defaults() {
      return new Hnsw(16, 100, 100, 0);
    }

    /** These with another number of vectors that a search looks around at. */
    public Hnsw withEfSearch(int other) {
      return new Hnsw(m, efConstruction, other, seed);
    }

    static void requireWithin(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new InvalidArgumentException(
            "%s %d is outside %d..%d; choose one inside".formatted(name, value, least, most));
      }
    }
  }
}
