package dev.tidemark.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.distance.Similarity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowTableTest {
  private final RowTable<String> table = new RowTable<>(2);
  private final Overlay<String> overlay = new Overlay<>();

  @AfterEach
  void tableIsValid() {
    table.checkInvariants();
  }

  @Test
  void search_kZero_isEmpty() {
    append("a", 1, 1);

    assertThat(search(0, 1)).isEmpty();
  }

  @Test
  void search_kBeyondTheRows_returnsAll() {
    append("a", 1, 1);
    append("b", 2, 2);

    assertThat(search(Integer.MAX_VALUE, 2)).containsExactly("b", "a");
  }

  @Test
  void search_emptyTable_isEmpty() {
    assertThat(search(5, 1)).isEmpty();
  }

  @Test
  void search_tiesAtTheCut_keepsTheSmallestKeys() {
    IntStream.rangeClosed(1, 200).forEach(i -> append("k%03d".formatted(201 - i), 1, i));

    assertThat(search(3, 200)).containsExactly("k001", "k002", "k003");
  }

  @Test
  void search_viewBetweenTwoVersionsOfAKey_seesTheOlder() {
    append("a", 1, 10);
    append("a", 9, 20);
    append("b", 5, 15);

    assertThat(search(5, 9)).isEmpty();
    assertThat(search(5, 19)).containsExactly("b", "a");
    assertThat(search(5, 20)).containsExactly("a", "b");
  }

  @Test
  void search_hit_carriesDataAndVersion() {
    append("a", 3, 7);

    Hit<String> hit = hits(1, 7).get(0);

    assertThat(hit.score()).isEqualTo(3);
    assertThat(hit.data()).isEqualTo("meta-a");
    assertThat(hit.version()).isEqualTo(7);
  }

  @Test
  void search_removedKey_isSeenByOlderViewsOnly() {
    append("a", 1, 1);

    assertThat(table.remove(bytes("a"), 5)).isTrue();

    assertThat(search(5, 4)).containsExactly("a");
    assertThat(search(5, 5)).isEmpty();
  }

  @Test
  void remove_keyNeverSeenOrDead_saysSo() {
    append("a", 1, 1);
    table.remove(bytes("a"), 2);

    assertThat(table.remove(bytes("a"), 3)).isFalse();
    assertThat(table.remove(bytes("b"), 3)).isFalse();
  }

  @Test
  void append_keyRemovedBefore_livesAgain() {
    append("a", 1, 1);
    table.remove(bytes("a"), 2);
    append("a", 1, 3);

    assertThat(search(5, 2)).isEmpty();
    assertThat(search(5, 3)).containsExactly("a");
  }

  @Test
  void search_filterTakesFew_returnsAllOfThem() {
    IntStream.rangeClosed(1, 500).forEach(i -> append("k" + i, i, i));

    List<Hit<String>> hits =
        table.search(dotWith(1, 0), 3, 500, meta -> meta.endsWith("77"), overlay);

    assertThat(hits).extracting(Hit::data).containsExactly("meta-k477", "meta-k377", "meta-k277");
  }

  @Test
  void search_overlay_putsOwnRowsInPlaceOfCommittedOnes() {
    append("a", 9, 1);
    append("b", 8, 2);
    append("c", 7, 3);
    overlay.put(bytes("a"), measured(1, 0), "own-a");
    overlay.put(bytes("d"), measured(10, 0), "own-d");
    overlay.put(bytes("e"), measured(11, 0), "own-e");
    overlay.remove(bytes("e"));
    overlay.remove(bytes("b"));

    List<Hit<String>> hits = hits(5, 3);

    assertThat(hits).extracting(Hit::data).containsExactly("own-d", "meta-c", "own-a");
    assertThat(hits.get(0).version()).isEqualTo(RowTable.PENDING);
  }

  @Test
  void search_wideRowAmongPlainOnes_isScoredInItsPlace() {
    append("a", 1, 1);
    table.append(bytes("wide"), measured(1e30f, 1e30f), "meta-wide", 2);
    table.append(bytes("tiny"), measured(-1e-30f, 0), "meta-tiny", 3);
    append("b", 2, 4);

    assertThat(search(5, 4)).containsExactly("wide", "b", "a", "tiny");
  }

  @Test
  void search_wideQuery_scoresEveryRowInDoubles() {
    append("a", 1, 1);
    append("b", -2, 2);
    Scorer cosine = new Scorer(Similarity.COSINE, Kernels.current(), measured(Float.MAX_VALUE, 0));

    List<Hit<String>> hits = table.search(cosine, 5, 2, meta -> true, overlay);

    assertThat(hits).extracting(Hit::score).containsExactly(1f, -1f);
  }

  @Test
  void compact_deadRows_areForgottenUpToTheHorizon() {
    append("a", 1, 1);
    append("a", 2, 5);
    append("b", 3, 6);
    table.remove(bytes("b"), 9);

    table.compact(8);

    assertThat(table.size()).isEqualTo(2);
    assertThat(search(5, 8)).containsExactly("b", "a");
    append("a", 4, 10);
    assertThat(search(5, 10)).containsExactly("a");
  }

  @Test
  void append_versionNotAfterTheNewest_isRefused() {
    append("a", 1, 5);

    assertThatThrownBy(() -> append("a", 1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Version 5");
    assertThat(search(5, 5)).containsExactly("a");
  }

  @Test
  void append_wrongDimension_namesBoth() {
    assertThatThrownBy(() -> table.append(bytes("a"), measured(1, 2, 3), "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values")
        .hasMessageContaining("dimension is 2");
  }

  @Test
  void count_atEachView_isWhatTheViewSees() {
    append("a", 1, 1);
    append("b", 1, 2);
    append("a", 2, 3);
    table.remove(bytes("b"), 4);

    assertThat(List.of(count(0), count(1), count(2), count(3), count(4), count(9)))
        .containsExactly(0, 1, 2, 2, 1, 1);
  }

  @Test
  void count_withOverlay_countsEachKeyOnce() {
    append("a", 1, 1);
    append("b", 1, 2);
    append("a", 2, 5);
    overlay.put(bytes("a"), measured(1, 1), "");
    overlay.put(bytes("c"), measured(1, 1), "");
    overlay.remove(bytes("b"));
    overlay.remove(bytes("x"));

    assertThat(List.of(count(0), count(1), count(2), count(5))).containsExactly(2, 2, 2, 2);
  }

  @Test
  void forgetBefore_whenMostRowsAreDead_dropsThemAtTheHorizon() {
    for (int version = 1; version <= 1000; version++) {
      append("a", version, version);
    }
    assertThat(table.isWatching()).isTrue();

    table.forgetBefore(1);
    assertThat(table.size()).isEqualTo(1000);
    table.forgetBefore(1000);

    assertThat(table.size()).isEqualTo(1);
    assertThat(table.isWatching()).isFalse();
    assertThat(search(5, 1000)).containsExactly("a");
    table.checkInvariants();
  }

  @Test
  void forgetBefore_fewDeadRows_areNotWorthIt() {
    append("a", 1, 1);
    append("a", 2, 2);

    table.forgetBefore(9);

    assertThat(table.isWatching()).isFalse();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void forgetBefore_nothingLeftAlive_emptiesTheTable() {
    append("a", 1, 1);
    table.remove(bytes("a"), 2);

    table.forgetBefore(1);
    assertThat(table.size()).isEqualTo(1);
    table.forgetBefore(2);
    assertThat(table.size()).isZero();
    append("a", 1, 3);
    assertThat(count(3)).isEqualTo(1);
  }

  @Test
  void search_negativeK_namesIt() {
    assertThatThrownBy(() -> search(-1, 1))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("k is -1");
  }

  private void append(String key, float value, long version) {
    table.append(bytes(key), measured(value, 0), "meta-" + key, version);
  }

  private int count(long view) {
    return table.count(view, overlay);
  }

  private List<String> search(int k, long view) {
    return hits(k, view).stream()
        .map(hit -> new String(hit.key(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<Hit<String>> hits(int k, long view) {
    return table.search(dotWith(1, 0), k, view, meta -> true, overlay);
  }

  private static Scorer dotWith(float... query) {
    return new Scorer(Similarity.DOT_PRODUCT, Kernels.current(), measured(query));
  }

  private static MeasuredVector measured(float... values) {
    return MeasuredVector.of(values, values.length);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
