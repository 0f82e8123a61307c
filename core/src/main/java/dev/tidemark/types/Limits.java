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
 * @param maxBytes estimated heap of everything the database holds, 70 % of the JVM's largest heap
 *     by default. Once it is reached only deletions are accepted; commits that run at the same
 *     moment may exceed it by what each of them adds
 */
public record Limits(
    int keyBytes,
    int encodedKeyBytes,
    int scalarBytes,
    int valueBytes,
    int nesting,
    int containerEntries,
    int transactionMutations,
    long transactionBytes,
    long maxBytes) {
  private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 10 * 7;
  private static final Limits DEFAULTS =
      new Limits(
          1 << 10,
          4 << 10,
          16 << 20,
          32 << 20,
          Value.MAX_DEPTH,
          1_000_000,
          1_000_000,
          1L << 30,
          MAX_BYTES);

  public Limits {
    require("keyBytes", keyBytes, 1 << 10);
    require("encodedKeyBytes", encodedKeyBytes, 4 << 10);
    require("scalarBytes", scalarBytes, 16 << 20);
    require("valueBytes", valueBytes, 32 << 20);
    require("nesting", nesting, Value.MAX_DEPTH);
    require("containerEntries", containerEntries, 1_000_000);
    require("transactionMutations", transactionMutations, 1_000_000);
    require("transactionBytes", transactionBytes, 1L << 30);
    require("maxBytes", maxBytes, MAX_BYTES);
  }

  public static Limits defaults() {
    return DEFAULTS;
  }

  public Limits maxBytes(long maxBytes) {
    return new Limits(
        keyBytes,
        encodedKeyBytes,
        scalarBytes,
        valueBytes,
        nesting,
        containerEntries,
        transactionMutations,
        transactionBytes,
        maxBytes);
  }

  private static void require(String name, long value, long highest) {
    if (value < 1 || value > highest) {
      throw new InvalidArgumentException(
          "limit " + name + " = " + value + " is outside 1.." + highest);
    }
  }
}
