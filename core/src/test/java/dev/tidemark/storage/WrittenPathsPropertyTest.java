package dev.tidemark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.types.ValuePath;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class WrittenPathsPropertyTest {
  @Provide
  Arbitrary<ValuePath> paths() {
    return Arbitraries.of("a", "b", 0, 1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(steps -> ValuePath.of(steps.toArray()));
  }

  @Property(tries = 2000)
  void overlaps_fewOrManyPaths_isThatOfAnyOfThem(
      @ForAll @Size(min = 1, max = 3 * WrittenPaths.FEW) List<@From("paths") ValuePath> written,
      @ForAll("paths") ValuePath asked) {
    assertThat(new WrittenPaths(written).overlaps(asked))
        .isEqualTo(written.stream().anyMatch(asked::overlaps));
    assertThat(new WrittenPaths(written).overlaps(ValuePath.root())).isTrue();
  }
}
