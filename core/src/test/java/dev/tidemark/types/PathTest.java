package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class PathTest {
  private static final Value DOCUMENT =
      Value.map(
          "a", Value.map("x", 1, "y", Value.list(Value.of(10), Value.of(20))),
          "b", Value.map("z", 2));

  private static Value set(Path path, Object value) {
    return new Change(path, Value.from(value)).onto(DOCUMENT);
  }

  private static Value removed(Path path) {
    return new Change(path, null).onto(DOCUMENT);
  }

  @Test
  void in_stepsOfEitherKind_findThePartOrNothing() {
    assertThat(Path.of("a", "y", 1).in(DOCUMENT)).isEqualTo(Value.of(20));
    assertThat(Path.root().in(DOCUMENT)).isSameAs(DOCUMENT);
    assertThat(Path.of("a", "y", 2).in(DOCUMENT)).isNull();
    assertThat(Path.of("a", 0).in(DOCUMENT)).isNull();
    assertThat(Path.of("a", "y", "0").in(DOCUMENT)).isNull();
    assertThat(Path.of("nowhere", "x").in(DOCUMENT)).isNull();
    assertThat(Path.of("a").in(null)).isNull();
  }

  @Test
  void overlaps_prefixesOnly() {
    assertThat(Path.of("a").overlaps(Path.of("a", 1))).isTrue();
    assertThat(Path.of("a", 1).overlaps(Path.of("a"))).isTrue();
    assertThat(Path.root().overlaps(Path.of("b"))).isTrue();
    assertThat(Path.of("a", "b").overlaps(Path.of("a", "c"))).isFalse();
    assertThat(Path.of("a", 1).overlaps(Path.of("a", "1"))).isFalse();
  }

  @Test
  void set_part_copiesThePathAndSharesTheRest() {
    Value changed = set(Path.of("a", "y", 0), "new");

    assertThat(changed)
        .isEqualTo(
            Value.map(
                "a", Value.map("x", 1, "y", Value.list(Value.of("new"), Value.of(20))),
                "b", Value.map("z", 2)));
    assertThat(Path.of("b").in(changed)).isSameAs(Path.of("b").in(DOCUMENT));
    assertThat(Path.of("a", "y", 1).in(changed)).isSameAs(Path.of("a", "y", 1).in(DOCUMENT));
    assertThat(Path.of("a", "y", 0).in(DOCUMENT)).isEqualTo(Value.of(10));
  }

  @Test
  void set_newNameOrNextIndex_adds() {
    assertThat(set(Path.of("a", "aa"), 7))
        .isEqualTo(
            set(Path.of("a"), Value.map("aa", 7, "x", 1, "y", Path.of("a", "y").in(DOCUMENT))));
    assertThat(Path.of("a", "y").in(set(Path.of("a", "y", 2), 30)))
        .isEqualTo(Value.list(Value.of(10), Value.of(20), Value.of(30)));
  }

  @Test
  void remove_part_leavesTheRest() {
    assertThat(removed(Path.of("b"))).isEqualTo(Value.map("a", Path.of("a").in(DOCUMENT)));
    assertThat(Path.of("a", "y").in(removed(Path.of("a", "y", 0))))
        .isEqualTo(Value.list(Value.of(20)));
  }

  @Test
  void onto_pathThatLeadsNowhere_saysWhereItEnds() {
    assertThatThrownBy(() -> set(Path.of("a", "no", "x"), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("path $.a.no.x leads nowhere: $.a, a map of 2, has no .no");
    assertThatThrownBy(() -> set(Path.of("a", "y", 3), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("$.a.y, a list of 2, has no [3]");
    assertThatThrownBy(() -> set(Path.of("a", "y", "name"), 1))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> set(Path.of("b", "z", "deeper"), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("neither map nor list");
    assertThatThrownBy(() -> removed(Path.of("b", "no"))).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> removed(Path.of("a", "y", 2))).isInstanceOf(NotFoundException.class);
  }

  @Test
  void written_reshapedList_isTheList() {
    assertThat(new Change(Path.of("a", "y", 1), Value.of(1)).written(DOCUMENT))
        .isEqualTo(Path.of("a", "y", 1));
    assertThat(new Change(Path.of("a", "y", 2), Value.of(1)).written(DOCUMENT))
        .isEqualTo(Path.of("a", "y"));
    assertThat(new Change(Path.of("a", "y", 1), null).written(DOCUMENT))
        .isEqualTo(Path.of("a", "y"));
    assertThat(new Change(Path.of("a", "new"), Value.of(1)).written(DOCUMENT))
        .isEqualTo(Path.of("a", "new"));
    assertThat(new Change(Path.of("b"), null).written(DOCUMENT)).isEqualTo(Path.of("b"));
  }

  @Test
  void of_badSteps_areRefused() {
    assertThatThrownBy(() -> Path.of("a", 1L)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> Path.of(-1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> Path.of("\uD800")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> Path.of(Collections.nCopies(129, "a").toArray()))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> new Change(Path.root(), Value.of(1)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("below the root");
  }

  @Test
  void set_deeperThanAValueMayBe_isRefused() {
    Value deep = Value.emptyMap();
    Object[] steps = new Object[Value.MAX_DEPTH];
    for (int i = 0; i < Value.MAX_DEPTH - 1; i++) {
      deep = Value.map("a", deep);
      steps[i] = "a";
    }
    steps[Value.MAX_DEPTH - 1] = "b";
    Value whole = deep;
    assertThat(new Change(Path.of(steps), Value.of(1)).onto(whole).depth())
        .isEqualTo(Value.MAX_DEPTH);
    assertThatThrownBy(() -> new Change(Path.of(steps), Value.emptyMap()).onto(whole))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void with_indexOutside_isRefused() {
    Value.ListValue list = Value.list(Value.of(1));
    assertThatThrownBy(() -> list.with(2, Value.of(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.without(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Value.emptyMap().without("a")).isSameAs(Value.emptyMap());
  }
}
