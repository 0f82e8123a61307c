package dev.tidemark.vector;

import dev.tidemark.types.EntryRef;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.MeasuredVector;
import java.util.Optional;

/**
 * What is stored under a row's key, a list:
 *
 * <pre>
 * vector
 * metadata  map
 * source    absent, or a list: number of its key space, bytes of its key
 * </pre>
 *
 * @param source may be null
 */
record Row(Value.VectorValue vector, Value.MapValue metadata, EntryRef source) {
  static Row of(Value stored) {
    Value.ListValue parts = (Value.ListValue) stored;
    return new Row(
        (Value.VectorValue) parts.get(0),
        (Value.MapValue) parts.get(1),
        parts.size() == 2 ? null : source((Value.ListValue) parts.get(2)));
  }

  private static EntryRef source(Value.ListValue stored) {
    int space = (int) ((Value.LongValue) stored.get(0)).value();
    byte[] key = SharedArrays.of((Value.BytesValue) stored.get(1));
    return EntryRef.of(KeySpace.unnamed(space), key);
  }

  Value stored() {
    return source == null
        ? Value.list(vector, metadata)
        : Value.list(vector, metadata, storedSource());
  }

  private Value storedSource() {
    Value space = Value.of(source.space().id());
    return Value.list(space, SharedArrays.adoptBytes(source.key()));
  }

  Row withMetadata(Value.MapValue other) {
    return new Row(vector, other, source);
  }

  VectorEntry entry(String key, long version, long timeMicros) {
    return new VectorEntry(key, vector, metadata, Optional.ofNullable(source), version, timeMicros);
  }

  VectorMatch match(String key, float score, long version) {
    return new VectorMatch(key, score, metadata, Optional.ofNullable(source), version);
  }

  /** The vector measured over the stored array itself: it exists once. */
  MeasuredVector measured() {
    float[] shared = SharedArrays.of(vector);
    return MeasuredVector.of(shared, shared.length);
  }
}
