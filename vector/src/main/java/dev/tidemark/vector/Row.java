package dev.tidemark.vector;

import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import dev.tidemark.vector.distance.MeasuredVector;

/** What is stored under a row's key: a list of the vector and the map of its metadata. */
record Row(Value.VectorValue vector, Value.MapValue metadata) {
  static Row of(Value stored) {
    Value.ListValue parts = (Value.ListValue) stored;
    return new Row((Value.VectorValue) parts.get(0), (Value.MapValue) parts.get(1));
  }

  Value stored() {
    return Value.list(vector, metadata);
  }

  /** The vector measured over the stored array itself: it exists once. */
  MeasuredVector measured() {
    float[] shared = SharedArrays.of(vector);
    return MeasuredVector.of(shared, shared.length);
  }
}
