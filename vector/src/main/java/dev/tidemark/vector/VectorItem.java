package dev.tidemark.vector;

import dev.tidemark.types.EntryRef;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Limits;
import dev.tidemark.types.Value;
import java.util.Objects;
import java.util.Optional;

/**
 * A vector to be inserted.
 *
 * @param source the entry it embeds, if there is one
 */
public record VectorItem(
    String key, Value.VectorValue vector, Value.MapValue metadata, Optional<EntryRef> source) {
  public VectorItem {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(vector, "vector");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(source, "source");
  }

  /** An item with metadata; the array is copied. */
  public VectorItem(String key, float[] vector, Value.MapValue metadata) {
    this(key, Value.vector(vector), metadata, Optional.empty());
  }

  /** An item without metadata; the array is copied. */
  public VectorItem(String key, float[] vector) {
    this(key, vector, Value.emptyMap());
  }

  /** This item as the embedding of an entry, which need not exist. */
  public VectorItem embedding(EntryRef entry) {
    return new VectorItem(key, vector, metadata, Optional.of(entry));
  }

  /**
   * What is stored under the key.
   *
   * @throws LimitExceededException for a source with a longer key than any entry has, or metadata
   *     nested so deep that it cannot be stored in a row
   */
  Value stored(Limits limits) {
    source.ifPresent(entry -> requireFits(entry, limits.encodedKeyBytes()));
    return new Row(vector, metadata, source.orElse(null)).stored();
  }

  private static void requireFits(EntryRef source, int maxBytes) {
    int bytes = source.key().length;
    if (bytes > maxBytes) {
      throw new LimitExceededException(
          "the source's key in bytes", maxBytes, bytes, "no entry has such a key");
    }
  }
}
