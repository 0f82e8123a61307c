package dev.tidemark.bench.entries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.kv.KVStore;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private static final int COUNT = 200;

  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.in(new Runs().create(db.global(), "entries"));
  private final Entries entries = Entries.of(COUNT);

  @BeforeEach
  void load() {
    entries.load(now);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void load_allEntries_areThereWithTheirOriginals() {
    assertThat(entries.wrong(now, KVStore.SPACE, new BitSet())).isZero();
    assertThat(entries.asMap()).hasSize(COUNT);
  }

  @Test
  void wrong_replacedEntry_isWrongUnlessExpected() {
    now.put(KVStore.SPACE, entries.encoded(3), entries.replacement(3));
    BitSet replaced = new BitSet();
    replaced.set(3);

    assertThat(entries.wrong(now, KVStore.SPACE, new BitSet())).isEqualTo(1);
    assertThat(entries.wrong(now, KVStore.SPACE, replaced)).isZero();
  }

  @Test
  void wrong_deletedEntry_isWrong() {
    now.delete(KVStore.SPACE, entries.encoded(7));

    assertThat(entries.wrong(now, KVStore.SPACE, new BitSet())).isEqualTo(1);
  }

  @Test
  void first_sameName_drawsTheSameNumbersAgain() {
    UniformDraws draws = new UniformDraws("again", COUNT);
    BitSet drawn = new BitSet();
    for (int i = 0; i < 50; i++) {
      drawn.set(draws.next());
    }

    assertThat(draws.first(50)).isEqualTo(drawn);
    assertThat(draws.first(5_000).cardinality()).isEqualTo(COUNT);
  }
}
