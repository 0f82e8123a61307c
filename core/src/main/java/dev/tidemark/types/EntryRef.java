package dev.tidemark.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names an entry of the run it is used in, by key space and user key, whether or not the entry
 * exists. In a fork it names the fork's entry.
 */
public final class EntryRef {
  private final KeySpace space;
  private final byte[] key;

  private EntryRef(KeySpace space, byte[] key) {
    if (key.length == 0) {
      throw new InvalidArgumentException(
          "the reference's " + space.name() + " key is empty; give the key of an entry");
    }
    this.space = space;
    this.key = key;
  }

  /** The entry of a key that is text. */
  public static EntryRef of(KeySpace space, String key) {
    return new EntryRef(space, Utf8.encode(key, space.name() + " key"));
  }

  /** The entry of a key, which is copied. */
  public static EntryRef of(KeySpace space, byte[] key) {
    return new EntryRef(space, key.clone());
  }

  public KeySpace space() {
    return space;
  }

  /** A copy of the key. */
  public byte[] key() {
    return key.clone();
  }

  /** The key as text, which it is in most key spaces. */
  public String keyText() {
    return new String(key, StandardCharsets.UTF_8);
  }

  /** Key spaces are equal by their ids: their names are for messages. */
  @Override
  public boolean equals(Object o) {
    return o instanceof EntryRef other
        && space.id() == other.space.id()
        && Arrays.equals(key, other.key);
  }

  @Override
  public int hashCode() {
    return space.id() * 31 + Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return space.name() + " key \"" + keyText() + "\"";
  }
}
