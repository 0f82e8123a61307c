package dev.tidemark.types;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rules for keys and names that users give. */
public final class Names {
  private Names() {}

  /**
   * Checks and encodes a user-given key.
   *
   * @param what names the key in the error
   * @param maxBytes the configured limit
   * @return its UTF-8 bytes
   * @throws InvalidArgumentException if it is empty, ill-formed or holds NUL
   * @throws LimitExceededException if it is longer than the limit
   */
  public static byte[] key(String key, String what, int maxBytes) {
    byte[] bytes = Utf8.encode(key, what);
    if (bytes.length == 0) {
      throw new InvalidArgumentException(what + " is empty; give it at least one character");
    }
    if (bytes.length > maxBytes) {
      throw new LimitExceededException(
          what + " in bytes of UTF-8", maxBytes, bytes.length, "shorten it or hash its tail");
    }
    if (key.indexOf('\0') >= 0) {
      throw new InvalidArgumentException(
          what + " has a NUL at index " + key.indexOf('\0') + "; NUL separates parts of keys");
    }
    return bytes;
  }

  /** As {@link #key}, for many; the error names the index of the bad one. */
  public static List<byte[]> keys(Collection<String> keys, String what, int maxBytes) {
    List<byte[]> encoded = new ArrayList<>(keys.size());
    for (String key : keys) {
      encoded.add(key(key, what + " at index " + encoded.size(), maxBytes));
    }
    return encoded;
  }

  /**
   * As {@link #key}, for names of runs and collections: those with a leading underscore are ours.
   */
  public static byte[] name(String name, String what, int maxBytes) {
    byte[] bytes = key(name, what, maxBytes);
    if (bytes[0] == '_') {
      throw new InvalidArgumentException(
          what + " \"" + name + "\" begins with an underscore, which is reserved; drop it");
    }
    return bytes;
  }
}
