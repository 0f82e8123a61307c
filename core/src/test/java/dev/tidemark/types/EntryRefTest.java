package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryRefTest {
  private static final KeySpace SPACE = new KeySpace(0x77, "test");

  @Test
  void of_textAndItsBytes_areTheSameEntry() {
    EntryRef ref = EntryRef.of(SPACE, "é");

    assertThat(ref).isEqualTo(EntryRef.of(SPACE, "é".getBytes(StandardCharsets.UTF_8)));
    assertThat(ref.keyText()).isEqualTo("é");
    assertThat(ref).hasToString("test key \"é\"");
  }

  @Test
  void equals_goesByTheSpacesNumberAndTheKey() {
    EntryRef ref = EntryRef.of(SPACE, "a");

    assertThat(EntryRef.of(KeySpace.unnamed(0x77), "a")).isEqualTo(ref).hasSameHashCodeAs(ref);
    assertThat(EntryRef.of(KeySpace.unnamed(0x76), "a")).isNotEqualTo(ref);
    assertThat(EntryRef.of(SPACE, "b")).isNotEqualTo(ref);
  }

  @Test
  void key_givenAndGot_isACopy() {
    byte[] key = {1, 2};
    EntryRef ref = EntryRef.of(SPACE, key);
    key[0] = 9;
    ref.key()[1] = 9;

    assertThat(ref.key()).containsExactly(1, 2);
  }

  @Test
  void of_badKey_isRefused() {
    assertThatThrownBy(() -> EntryRef.of(SPACE, ""))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("test key is empty");
    assertThatThrownBy(() -> EntryRef.of(SPACE, "\uD800"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("surrogate");
  }
}
