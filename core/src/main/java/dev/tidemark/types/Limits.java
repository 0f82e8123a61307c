package dev.tidemark.types;

/**
 * Largest things a database accepts, checked before anything changes. Each may be lowered, none
 * raised above its default.
 *
 * @param keyBytes user-given part of a key
 * @param encodedKeyBytes a key with the parts its owner adds
 * @param scalarBytes a string (in UTF-8) or byte array
 * @param valueBytes an encoded value
 * @param nesting levels of containers in a value
 * @param containerEntries items of a list, entries of a map, components of a vector
 * @param transactionMutations keys written by one transaction
 * @param transactionBytes encoded size of one commit
 */
public record Limits(
    int keyBytes,
    int encodedKeyBytes,
    int scalarBytes,
    int valueBytes,
    int nesting,
    int containerEntries,
    int transactionMutations,
    long transactionBytes) {
  private static final Limits DEFAULTS =
      new Limits(
          1 << 10, 4 << 10, 16 << 20, 32 << 20, Value.MAX_DEPTH, 1_000_000, 1_000_000, 1L << 30);

  public Limits {
    require("keyBytes", keyBytes, 1 << 10);
    require("encodedKeyBytes", encodedKeyBytes, 4 << 10);
    require("scalarBytes", scalarBytes, 16 << 20);
    require("valueBytes", valueBytes, 32 << 20);
    require("nesting", nesting, Value.MAX_DEPTH);
    require("containerEntries", containerEntries, 1_000_000);
    require("transactionMutations", transactionMutations, 1_000_000);
    require("transactionBytes", transactionBytes, 1L << 30);
  }

  public static Limits defaults() {
    return DEFAULTS;
  }

  private static void require(String name, long value, long highest) {
    if (value < 1 || value > highest) {
      throw new InvalidArgumentException(
          "limit " + name + " = " + value + " is outside 1.." + highest);
    }
  }
}
