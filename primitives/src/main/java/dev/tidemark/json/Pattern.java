package dev.tidemark.json;

import java.util.List;
import java.util.function.IntPredicate;

/** A parsed regular expression. */
sealed interface Pattern {
  /**
   * One character of a set.
   *
   * @param members how many characters, ranges and categories were written to name it
   */
  record One(IntPredicate set, int members) implements Pattern {
    One(IntPredicate set) {
      this(set, 1);
    }
  }

  /** The beginning or the end of the text. */
  record Edge(boolean atStart) implements Pattern {}

  /** One part after the other. */
  record Sequence(List<Pattern> parts) implements Pattern {}

  /**
   * One of several.
   *
   * @param options at least one
   */
  record Choice(List<Pattern> options) implements Pattern {}

  /**
   * A part some times in turn.
   *
   * @param most how often at most, or UNBOUNDED
   */
  record Repeat(Pattern part, int least, int most) implements Pattern {
    static final int UNBOUNDED = -1;
  }
}
