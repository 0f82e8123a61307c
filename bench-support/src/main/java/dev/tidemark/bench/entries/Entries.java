package dev.tidemark.bench.entries;

import dev.tidemark.bench.support.data.Keys;
import dev.tidemark.bench.support.data.Seed;
import dev.tidemark.bench.support.data.SplitMix64;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of 13 characters in an order drawn from the seed, each with two values of 16 characters: the
 * one it is loaded with and the one a benchmark writes.
 */
public final class Entries {
  private static final int LOAD_BATCH = 10_000;

  private final String[] keys;
  private final byte[][] encoded;
  private final Value[] originals;
  private final Value[] replacements;

  private Entries(String[] keys, SplitMix64 texts) {
    this.keys = keys;
    this.encoded = new byte[keys.length][];
    this.originals = new Value[keys.length];
    this.replacements = new Value[keys.length];
    Arrays.setAll(encoded, i -> keys[i].getBytes(StandardCharsets.UTF_8));
    Arrays.setAll(originals, i -> text(texts));
    Arrays.setAll(replacements, i -> text(texts));
  }

  /** The first {@code count} entries. */
  public static Entries of(int count) {
    return new Entries(
        Keys.shuffled(Seed.stream("entry keys"), "key", count), Seed.stream("entry values"));
  }

  private static Value text(SplitMix64 texts) {
    String digits = Long.toHexString(texts.nextLong());
    return Value.of("0".repeat(16 - digits.length()) + digits);
  }

  public int count() {
    return keys.length;
  }

  public String key(int index) {
    return keys[index];
  }

  /** The bytes of a key, shared. */
  public byte[] encoded(int index) {
    return encoded[index];
  }

  /** What a key is loaded with. */
  public Value original(int index) {
    return originals[index];
  }

  /** What a benchmark writes. */
  public Value replacement(int index) {
    return replacements[index];
  }

  /** A map of the keys and what they are loaded with. */
  public ConcurrentHashMap<String, Value> asMap() {
    ConcurrentHashMap<String, Value> map = new ConcurrentHashMap<>();
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], originals[i]);
    }
    return map;
  }

  /** Puts every key with its original into a run, ten thousand to a transaction. */
  public void load(Scope scope) {
    load(scope, KVStore.SPACE);
  }

  /** As {@link #load(Scope)}, into another key space. */
  void load(Scope scope, KeySpace space) {
    for (int from = 0; from < keys.length; from += LOAD_BATCH) {
      int first = from;
      int end = Math.min(from + LOAD_BATCH, keys.length);
      scope.atomically(
          tx -> {
            for (int i = first; i < end; i++) {
              tx.put(space, encoded[i], originals[i]);
            }
            return null;
          });
    }
  }

  /** How many keys do not hold their replacement, if they are in the set, or else the original. */
  long wrong(ReadScope scope, KeySpace space, BitSet replaced) {
    long wrong = 0;
    for (int i = 0; i < keys.length; i++) {
      Value expected = replaced.get(i) ? replacements[i] : originals[i];
      wrong += expected.equals(scope.get(space, encoded[i])) ? 0 : 1;
    }
    return wrong;
  }
}
