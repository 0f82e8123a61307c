package dev.tidemark.bench.support.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.bench.support.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final List<String> NONE = List.of();

  private final Catalog catalog = Catalog.load();

  @Test
  void of_nothingAsked_isStandard() {
    assertThat(new Selection(null, NONE, NONE, NONE, NONE).of(catalog))
        .isEqualTo(catalog.of(Profile.STANDARD));
  }

  @Test
  void of_suiteAlone_keepsTheProfile() {
    Selection suite = new Selection(null, List.of("trial"), NONE, NONE, NONE);

    assertThat(suite.of(catalog)).isEqualTo(catalog.of(Profile.STANDARD));
    assertThat(suite.isAdhoc()).isFalse();
  }

  @Test
  void of_pattern_searchesAllIds() {
    Selection pattern = new Selection(null, NONE, NONE, List.of("trial/sampled/*"), NONE);

    assertThat(ids(pattern)).containsExactly("trial/sampled/size_10k", "trial/sampled/size_1k");
    assertThat(pattern.isAdhoc()).isTrue();
  }

  @Test
  void of_patternAndProfile_mustBothHold() {
    assertThat(ids(new Selection(Profile.STANDARD, NONE, NONE, List.of("*sampled*"), NONE)))
        .containsExactly("trial/sampled/size_1k");
  }

  @Test
  void of_exclusion_leavesTheRest() {
    assertThat(ids(new Selection(Profile.QUICK, NONE, NONE, List.of("!*steady*"), NONE)))
        .containsExactly("trial/both/size_1000");
  }

  @Test
  void of_jmhName_isTriedAfterIds() {
    assertThat(ids(new Selection(null, NONE, NONE, List.of("TrialBenchmark.both"), NONE)))
        .containsExactly("trial/both/size_1000", "trial/both/size_10000");
  }

  @Test
  void of_tier_narrows() {
    assertThat(ids(new Selection(null, NONE, List.of("b"), NONE, NONE)))
        .containsExactly("trial/append/size_10k", "trial/append/size_1k");
  }

  @Test
  void of_ids_areExact() {
    assertThat(ids(new Selection(null, NONE, NONE, NONE, List.of("trial/both/size_10000"))))
        .containsExactly("trial/both/size_10000");
  }

  @Test
  void of_unknownPattern_namesNearest() {
    assertThatThrownBy(
            () -> new Selection(null, NONE, NONE, List.of("trial/stedy*"), NONE).of(catalog))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trial/stedy*")
        .hasMessageContaining("trial/steady/size_1k");
  }

  @Test
  void of_unknownId_namesNearest() {
    assertThatThrownBy(
            () -> new Selection(null, NONE, NONE, NONE, List.of("trial/both")).of(catalog))
        .hasMessageContaining("trial/both/size_1000");
  }

  @Test
  void of_unknownSuite_namesSuites() {
    assertThatThrownBy(() -> new Selection(null, List.of("m9"), NONE, NONE, NONE).of(catalog))
        .hasMessageContaining("m9")
        .hasMessageContaining("has no benchmarks in this jar")
        .hasMessageContaining("trial");
  }

  @Test
  void of_tierWithoutIds_isAnError() {
    assertThatThrownBy(() -> new Selection(null, NONE, List.of("d"), NONE, NONE).of(catalog))
        .hasMessageContaining("nothing is selected");
  }

  @Test
  void of_tierThatIsASuite_takesThatSuiteAlone() {
    for (String tier : List.of("json", "search", "vector")) {
      assertThatThrownBy(() -> new Selection(null, NONE, List.of(tier), NONE, NONE).of(catalog))
          .hasMessageContaining("nothing is selected");
      assertThat(Selection.isOf(in("m5"), tier)).isEqualTo(tier.equals("json"));
      assertThat(Selection.isOf(in("m6"), tier)).isEqualTo(tier.equals("search"));
      assertThat(Selection.isOf(in("m8"), tier)).isEqualTo(tier.equals("vector"));
    }
  }

  private CatalogEntry in(String suite) {
    CatalogEntry any = catalog.entries().get(0);
    return new CatalogEntry(
        any.id(),
        any.tier(),
        suite,
        any.profile(),
        any.method(),
        any.modes(),
        any.params(),
        any.batch(),
        any.batchStrict(),
        any.itemsPerCall(),
        any.threads(),
        any.schedule(),
        any.setUp(),
        any.shot());
  }

  private List<String> ids(Selection selection) {
    return selection.of(catalog).stream().map(CatalogEntry::id).toList();
  }
}
