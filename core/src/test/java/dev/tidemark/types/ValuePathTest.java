package dev.tidemark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class ValuePathTest {
  private static final Value DOCUMENT =
      Value.map(
          "a", Value.map("x", 1, "y", Value.list(Value.of(10), Value.of(20))),
          "b", Value.map("z", 2));

  private static Value set(ValuePath path, Object value) {
    return new Change(path, Value.from(value)).onto(DOCUMENT);
  }

  private static Value removed(ValuePath path) {
    return new Change(path, null).onto(DOCUMENT);
  }

  @Test
  void in_stepsOfEitherKind_findThePartOrNothing() {
    assertThat(ValuePath.of("a", "y", 1).in(DOCUMENT)).isEqualTo(Value.of(20));
    assertThat(ValuePath.root().in(DOCUMENT)).isSameAs(DOCUMENT);
    assertThat(ValuePath.of("a", "y", 2).in(DOCUMENT)).isNull();
    assertThat(ValuePath.of("a", 0).in(DOCUMENT)).isNull();
    assertThat(ValuePath.of("a", "y", "0").in(DOCUMENT)).isNull();
    assertThat(ValuePath.of("nowhere", "x").in(DOCUMENT)).isNull();
    assertThat(ValuePath.of("a").in(null)).isNull();
  }

  @Test
  void overlaps_prefixesOnly() {
    assertThat(ValuePath.of("a").overlaps(ValuePath.of("a", 1))).isTrue();
    assertThat(ValuePath.of("a", 1).overlaps(ValuePath.of("a"))).isTrue();
    assertThat(ValuePath.root().overlaps(ValuePath.of("b"))).isTrue();
    assertThat(ValuePath.of("a", "b").overlaps(ValuePath.of("a", "c"))).isFalse();
    assertThat(ValuePath.of("a", 1).overlaps(ValuePath.of("a", "1"))).isFalse();
  }

  @Test
  void set_part_copiesThePathAndSharesTheRest() {
    Value changed = set(ValuePath.of("a", "y", 0), "new");

    assertThat(changed)
        .isEqualTo(
            Value.map(
                "a", Value.map("x", 1, "y", Value.list(Value.of("new"), Value.of(20))),
                "b", Value.map("z", 2)));
    assertThat(ValuePath.of("b").in(changed)).isSameAs(ValuePath.of("b").in(DOCUMENT));
    assertThat(ValuePath.of("a", "y", 1).in(changed))
        .isSameAs(ValuePath.of("a", "y", 1).in(DOCUMENT));
    assertThat(ValuePath.of("a", "y", 0).in(DOCUMENT)).isEqualTo(Value.of(10));
  }

  @Test
  void set_newNameOrNextIndex_adds() {
    assertThat(set(ValuePath.of("a", "aa"), 7))
        .isEqualTo(
            set(
                ValuePath.of("a"),
                Value.map("aa", 7, "x", 1, "y", ValuePath.of("a", "y").in(DOCUMENT))));
    assertThat(ValuePath.of("a", "y").in(set(ValuePath.of("a", "y", 2), 30)))
        .isEqualTo(Value.list(Value.of(10), Value.of(20), Value.of(30)));
  }

  @Test
  void remove_part_leavesTheRest() {
    assertThat(removed(ValuePath.of("b")))
        .isEqualTo(Value.map("a", ValuePath.of("a").in(DOCUMENT)));
    assertThat(ValuePath.of("a", "y").in(removed(ValuePath.of("a", "y", 0))))
        .isEqualTo(Value.list(Value.of(20)));
  }

  @Test
  void onto_pathThatLeadsNowhere_saysWhereItEnds() {
    assertThatThrownBy(() -> set(ValuePath.of("a", "no", "x"), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("path $.a.no.x leads nowhere: $.a, a map of 2, has no .no");
    assertThatThrownBy(() -> set(ValuePath.of("a", "y", 3), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("$.a.y, a list of 2, has no [3]");
    assertThatThrownBy(() -> set(ValuePath.of("a", "y", "name"), 1))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> set(ValuePath.of("b", "z", "deeper"), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("neither map nor list");
    assertThatThrownBy(() -> removed(ValuePath.of("b", "no")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> removed(ValuePath.of("a", "y", 2)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void written_reshapedList_isTheList() {
    assertThat(new Change(ValuePath.of("a", "y", 1), Value.of(1)).written(DOCUMENT))
        .isEqualTo(ValuePath.of("a", "y", 1));
    assertThat(new Change(ValuePath.of("a", "y", 2), Value.of(1)).written(DOCUMENT))
        .isEqualTo(ValuePath.of("a", "y"));
    assertThat(new Change(ValuePath.of("a", "y", 1), null).written(DOCUMENT))
        .isEqualTo(ValuePath.of("a", "y"));
    assertThat(new Change(ValuePath.of("a", "new"), Value.of(1)).written(DOCUMENT))
        .isEqualTo(ValuePath.of("a", "new"));
    assertThat(new Change(ValuePath.of("b"), null).written(DOCUMENT)).isEqualTo(ValuePath.of("b"));
  }

  @Test
  void of_badSteps_areRefused() {
    assertThatThrownBy(() -> ValuePath.of("a", 1L)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> ValuePath.of(-1)).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> ValuePath.of("\uD800")).isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> ValuePath.of(Collections.nCopies(129, "a").toArray()))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> new Change(ValuePath.root(), Value.of(1)))
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
    assertThat(new Change(ValuePath.of(steps), Value.of(1)).onto(whole).depth())
        .isEqualTo(Value.MAX_DEPTH);
    assertThatThrownBy(() -> new Change(ValuePath.of(steps), Value.emptyMap()).onto(whole))
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
