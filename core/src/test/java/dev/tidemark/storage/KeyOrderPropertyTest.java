package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.index.IndexProviders;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Retention;
import dev.tidemark.types.RunId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyOrderPropertyTest {
  private final MultiVersionMap map =
      new MultiVersionMap(
          new IndexProviders(List.of(), () -> 0), new RetainedHistory(Retention.none()));

  @Property(tries = 300)
  void sorted_anyKeys_areInUnsignedOrder(@ForAll("keys") List<byte[]> keys) {
    TreeSet<byte[]> distinct = new TreeSet<>(Arrays::compareUnsigned);
    Entry[] entries =
        keys.stream()
            .filter(distinct::add)
            .map(key -> new Entry(key, EntryTable.hash(key), null))
            .toArray(Entry[]::new);
    Entry[] room = Arrays.copyOf(entries, entries.length + 3);

    assertThat(KeyOrder.sorted(room, entries.length))
        .extracting(Entry::key)
        .containsExactlyElementsOf(distinct);
  }

  /** Few bytes, so that keys share beginnings and some end where others go on. */
  @Provide
  Arbitrary<List<byte[]>> keys() {
    Arbitrary<Byte> aByte = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7F, (byte) 0x80, (byte) -1);
    Arbitrary<byte[]> end = aByte.array(byte[].class).ofMaxSize(14);
    return end.map(KeyOrderPropertyTest::withPrefix).list().ofMaxSize(200);
  }

  private static byte[] withPrefix(byte[] end) {
    byte[] key = Arrays.copyOf(new byte[] {'k', (byte) 0xC3}, 2 + end.length);
    System.arraycopy(end, 0, key, 2, end.length);
    return key;
  }

  @Test
  void order_someRemovedAndMadeAgainWhileBeingFilled_holdsWhatIsThere() {
    map.beginRecovery();
    Partition partition = map.run(RunId.GLOBAL).get(new KeySpace(0x77, "test"));
    TreeSet<byte[]> model = new TreeSet<>(Arrays::compareUnsigned);
    int madeAgain = 0;
    Set<Integer> removed = new HashSet<>();
    for (int i = 0; i < 4_000; i++) {
      byte[] key = {(byte) (i * 7), (byte) (i % 5)};
      madeAgain += removed.remove(Arrays.hashCode(key)) ? 1 : 0;
      Entry entry = partition.findOrCreateLocked(key, null);
      model.add(key);
      if (i % 3 == 0 && entry.tryLockForSweep()) {
        partition.remove(entry);
        model.remove(key);
        removed.add(Arrays.hashCode(key));
      }
    }
    assertThat(madeAgain).isPositive();
    map.endRecovery();
    partition.findOrCreateLocked(new byte[] {9, 9, 9}, null);
    model.add(new byte[] {9, 9, 9});

    List<byte[]> walked = new ArrayList<>();
    partition.entries(KeyRange.all()).forEach(entry -> walked.add(entry.key()));
    assertThat(walked).containsExactlyElementsOf(model);
    partition.checkInvariants();
  }

  @Test
  void remove_manyWhileBeingFilled_keepsNoPlaceForThem() {
    map.beginRecovery();
    Partition partition = map.run(RunId.GLOBAL).get(new KeySpace(0x77, "test"));
    for (int i = 100_000; i > 0; i--) {
      byte[] key = {(byte) (i >>> 16), (byte) (i >>> 8), (byte) i};
      Entry entry = partition.findOrCreateLocked(key, null);
      assertThat(entry.tryLockForSweep()).isTrue();
      partition.remove(entry);
    }

    assertThat(partition.waitingForOrder()).isLessThan(1_000);
    map.endRecovery();
    assertThat(partition.entries(KeyRange.all())).isEmpty();
  }
}
