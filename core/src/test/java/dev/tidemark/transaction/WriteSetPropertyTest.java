package dev.tidemark.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.storage.Partition;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a tree, with few and with many writes: both shapes of the set. */
class WriteSetPropertyTest {
  private static final KeySpace[] SPACES = {KeySpace.unnamed(9), KeySpace.unnamed(255)};
  private static final RunId[] RUNS = {new RunId(1, 1), new RunId(1, 2)};

  @Property(tries = 200)
  void writes_anyKeys_areFoundInOrderAndByRange(@ForAll("keys") List<Key> keys) {
    WriteSet writes = new WriteSet();
    for (int round = 0; round < 2; round++) {
      Map<Key, Mutation> model = fill(writes, keys);
      assertSame(writes, model);
      writes.clear();
      assertThat(writes).isEmpty();
      assertThat(writes.mutations()).isEmpty();
    }
  }

  private static Map<Key, Mutation> fill(WriteSet writes, List<Key> keys) {
    Map<Key, Mutation> model = new TreeMap<>();
    for (Key key : keys) {
      Mutation put = new Mutation.Put(key, Value.of(model.size()));
      int hash = Partition.hash(key.user());
      PendingWrite earlier = writes.find(key.run(), key.space(), key.user(), hash);
      assertThat(earlier != null).isEqualTo(model.containsKey(key));
      if (earlier == null) {
        writes.add(new PendingWrite(null, hash, null, put));
      } else {
        earlier.replace(put);
      }
      model.put(key, put);
    }
    return model;
  }

  private static void assertSame(WriteSet writes, Map<Key, Mutation> model) {
    assertThat(writes.size()).isEqualTo(model.size());
    assertThat(writes.mutations()).isEqualTo(new ArrayList<>(model.values()));
    assertThat(writes).extracting(PendingWrite::mutation).containsExactlyElementsOf(model.values());
    for (KeySpace space : SPACES) {
      for (int from = 0; from < 50; from += 7) {
        assertSameEnds(writes, model, space, new KeyRange(user(from), user(from + 20)));
        assertSameEnds(writes, model, space, new KeyRange(user(from), null));
      }
    }
  }

  private static void assertSameEnds(
      WriteSet writes, Map<Key, Mutation> model, KeySpace space, KeyRange range) {
    List<Mutation> inside =
        model.entrySet().stream()
            .filter(e -> isInside(e.getKey(), space, range))
            .map(Map.Entry::getValue)
            .toList();
    Mutation first = inside.isEmpty() ? null : inside.get(0);
    Mutation last = inside.isEmpty() ? null : inside.get(inside.size() - 1);
    assertThat(mutation(writes.first(RUNS[0], space, range))).isEqualTo(first);
    assertThat(mutation(writes.last(RUNS[0], space, range))).isEqualTo(last);
  }

  private static Mutation mutation(PendingWrite write) {
    return write == null ? null : write.mutation();
  }

  private static boolean isInside(Key key, KeySpace space, KeyRange range) {
    return key.run().equals(RUNS[0])
        && key.space().equals(space)
        && Arrays.compareUnsigned(key.user(), range.from()) >= 0
        && (range.to() == null || Arrays.compareUnsigned(key.user(), range.to()) < 0);
  }

  @Provide
  Arbitrary<List<Key>> keys() {
    Arbitrary<Key> key =
        Arbitraries.integers()
            .between(0, 199)
            .map(n -> new Key(RUNS[n / 100], SPACES[n / 50 % 2], user(n % 50)));
    return key.list().ofMaxSize(120);
  }

  private static byte[] user(int n) {
    return new byte[] {(byte) (n * 3)};
  }
}
