package dev.tidemark.vector;

import dev.tidemark.transaction.ReadScope;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.Names;
import dev.tidemark.types.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of one collection's rows: the collection's name, NUL, the user's key, all in UTF-8. */
final class RowKeys {
  private static final byte SEPARATOR = 0;

  private final byte[] prefix;
  private final int maxKeyBytes;

  private RowKeys(byte[] prefix, int maxKeyBytes) {
    this.prefix = prefix;
    this.maxKeyBytes = maxKeyBytes;
  }

  /** The keys of a collection, whose name is checked. */
  static RowKeys of(ReadScope scope, String collection) {
    byte[] name = collectionKey(scope, collection);
    return new RowKeys(Arrays.copyOf(name, name.length + 1), scope.limits().keyBytes());
  }

  /** The key of a collection's config; its name is checked. */
  static byte[] collectionKey(ReadScope scope, String collection) {
    return collectionKey(scope, collection, "collection name");
  }

  /**
   * @param what names the collection's name in the error
   */
  static byte[] collectionKey(ReadScope scope, String collection, String what) {
    return Names.name(collection, what, scope.limits().keyBytes());
  }

  /** The collection that a row's key belongs to. */
  static String collectionOf(byte[] rowKey) {
    int end = 0;
    while (rowKey[end] != SEPARATOR) {
      end++;
    }
    return new String(rowKey, 0, end, StandardCharsets.UTF_8);
  }

  KeyRange range() {
    return KeyRange.prefix(prefix);
  }

  /**
   * The keys that begin with a prefix, those behind a cursor only.
   *
   * @param cursor a key, or empty for all
   */
  KeyRange range(String keyPrefix, String cursor) {
    KeyRange all = KeyRange.prefix(concatenated(Utf8.encode(keyPrefix, "prefix")));
    return cursor.isEmpty() ? all : all.after(encode(cursor, "cursor"));
  }

  byte[] encode(String key) {
    return encode(key, "vector key");
  }

  /**
   * @param what names the key in the error
   */
  byte[] encode(String key, String what) {
    return concatenated(Names.key(key, what, maxKeyBytes));
  }

  private byte[] concatenated(byte[] user) {
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + user.length);
    System.arraycopy(user, 0, encoded, prefix.length, user.length);
    return encoded;
  }

  String decode(byte[] rowKey) {
    return new String(rowKey, prefix.length, rowKey.length - prefix.length, StandardCharsets.UTF_8);
  }
}
