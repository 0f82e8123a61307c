package dev.tidemark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EntryTablePropertyTest {
  @Property(tries = 200)
  void addAndRemove_anyOrder_findsWhatIsThere(
      @ForAll @Size(max = 400) List<@IntRange(min = -60, max = 60) Integer> steps) {
    EntryTable table = new EntryTable();
    Map<Integer, Entry> model = new HashMap<>();
    for (int step : steps) {
      int key = Math.abs(step);
      Entry present = model.get(key);
      if (step >= 0 && present == null) {
        Entry entry = entry("key_%08d".formatted(key));
        table.add(entry);
        model.put(key, entry);
      } else if (step < 0 && present != null) {
        table.remove(model.remove(key));
      }
    }
    assertThat(table.size()).isEqualTo(model.size());
    for (int key = 0; key <= 60; key++) {
      assertThat(table.find("key_%08d".formatted(key))).isSameAs(model.get(key));
    }
    assertThat(table.find("")).isNull();
  }

  @Test
  void find_structuredKeys_probesFewSlots() {
    assertProbesFewSlots(i -> "key_%08d".formatted(i).getBytes(UTF_8));
  }

  @Test
  void find_numbersInBytes_probesFewSlots() {
    assertProbesFewSlots(i -> ByteBuffer.allocate(Long.BYTES).putLong(i).array());
    assertProbesFewSlots(i -> ByteBuffer.allocate(Long.BYTES).putLong((long) i << 40).array());
    assertProbesFewSlots(i -> ByteBuffer.allocate(19).put((byte) 2).putLong(3, i).array());
  }

  private static void assertProbesFewSlots(IntFunction<byte[]> keys) {
    EntryTable table = new EntryTable();
    long probes = 0;
    int longest = 0;
    int count = 200_000;
    Entry[] entries = new Entry[count];
    for (int i = 0; i < count; i++) {
      entries[i] = entry(keys.apply(i));
      table.add(entries[i]);
    }
    for (Entry entry : entries) {
      int own = table.probes(entry);
      probes += own;
      longest = Math.max(longest, own);
    }

    // Linear probing at the fullest, 60 %, takes 1.75 on average with random hashes.
    assertThat(probes / (double) count).isLessThan(2.0);
    assertThat(longest).isLessThan(150);
  }

  @Property(tries = 200)
  void find_anyText_findsTheEntryOfItsBytes(
      @ForAll Set<@CharRange(from = '\0', to = '\u0100') String> texts) {
    EntryTable table = new EntryTable();
    Map<String, Entry> model = new HashMap<>();
    for (String text : texts) {
      assertThat(table.find(text)).isNull();
      model.put(text, entry(text));
      table.add(model.get(text));
    }
    model.forEach((text, entry) -> assertThat(table.find(text)).isSameAs(entry));
  }

  @Test
  void remove_allButFew_shrinksAndStillFinds() {
    EntryTable table = new EntryTable();
    Entry[] entries = new Entry[10_000];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry("k" + i);
      table.add(entries[i]);
    }
    for (int i = 10; i < entries.length; i++) {
      table.remove(entries[i]);
    }

    assertThat(table.size()).isEqualTo(10);
    assertThat(table.slots()).isLessThanOrEqualTo(256);
    for (int i = 0; i < 20; i++) {
      assertThat(table.find("k" + i)).isSameAs(i < 10 ? entries[i] : null);
    }
  }

  private static Entry entry(String text) {
    return entry(text.getBytes(UTF_8));
  }

  private static Entry entry(byte[] key) {
    return new Entry(key, EntryTable.hash(key), null);
  }
}
