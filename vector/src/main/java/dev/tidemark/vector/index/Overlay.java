package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.MeasuredVector;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What a transaction wrote and did not commit yet: rows of its own, and keys it took away. */
public final class Overlay<M> {
  private final Map<byte[], Optional<Row<M>>> writes = new TreeMap<>(Arrays::compareUnsigned);

  record Row<M>(MeasuredVector vector, M metadata) {}

  /** Hides the committed row of {@code key}, if there is one, and puts a row in its place. */
  public void put(byte[] key, MeasuredVector vector, M metadata) {
    writes.put(key, Optional.of(new Row<>(vector, metadata)));
  }

  /** Hides the committed row of {@code key}, if there is one, and the row put before. */
  public void remove(byte[] key) {
    writes.put(key, Optional.empty());
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  boolean hides(byte[] key) {
    return writes.containsKey(key);
  }

  /** By how much the rows and keys in here change the number of rows a view sees. */
  int countChange(Predicate<byte[]> isSeen) {
    int change = 0;
    for (Map.Entry<byte[], Optional<Row<M>>> write : writes.entrySet()) {
      change += write.getValue().isPresent() ? 1 : 0;
      change -= isSeen.test(write.getKey()) ? 1 : 0;
    }
    return change;
  }

  void forEachRow(BiConsumer<byte[], Row<M>> action) {
    writes.forEach((key, write) -> write.ifPresent(row -> action.accept(key, row)));
  }
}
