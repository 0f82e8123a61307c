package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  @Test
  void find_keyNeverPut_isAbsent() {
    assertThat(new KeyTable().find(key(1), new byte[0][])).isEqualTo(-1);
  }

  @Test
  void find_manyNumberedKeys_leadsToTheNewestRowOfEach() {
    byte[][] keys = new byte[3000][];
    KeyTable table = new KeyTable();
    for (int row = 0; row < keys.length; row++) {
      keys[row] = key(row % 2000);
      table.put(row, keys);
    }

    for (int number = 0; number < 2000; number++) {
      assertThat(table.find(key(number), keys)).isEqualTo(number < 1000 ? number + 2000 : number);
    }
    assertThat(table.find(key(2000), keys)).isEqualTo(-1);
  }

  private static byte[] key(int number) {
    return "key_%08d".formatted(number).getBytes(StandardCharsets.UTF_8);
  }
}
