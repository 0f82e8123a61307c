package dev.tidemark.types;

import java.util.stream.IntStream;

/**
 * One owner's part of every run: keys of different spaces never meet, and sort by the space's id.
 * Data of a space that no loaded module owns is kept verbatim.
 *
 * @param id 1 to 255, written to disk: an id is never reused for another owner
 * @param name for messages only
 * @param valueBytes largest encoded value the owner keeps, where that is below the database's limit
 * @param nesting most levels of containers in a value of the owner's, likewise
 */
public record KeySpace(int id, String name, int valueBytes, int nesting) {
  /** The engine's own records of a run. */
  public static final KeySpace RUN = new KeySpace(1, "run");

  public KeySpace {
    if (id < 1 || id > 255) {
      throw new InvalidArgumentException("key space id " + id + " is outside 1..255");
    }
  }

  /** A space whose values the database's own limits bound. */
  public KeySpace(int id, String name) {
    this(id, name, Integer.MAX_VALUE, Value.MAX_DEPTH);
  }

  private static final KeySpace[] UNNAMED =
      IntStream.rangeClosed(1, 255)
          .mapToObj(id -> id == RUN.id ? RUN : new KeySpace(id, "space-" + id))
          .toArray(KeySpace[]::new);

  /** The space with this id, for data whose owner is not loaded. */
  public static KeySpace unnamed(int id) {
    return UNNAMED[id - 1];
  }
}
