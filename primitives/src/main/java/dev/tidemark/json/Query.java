package dev.tidemark.json;

import dev.tidemark.types.Value;
import java.util.List;

/**
 * A parsed JSONPath query.
 *
 * @param relative whether it begins at the node a filter looks at ({@code @}), not at the root
 */
record Query(boolean relative, List<Segment> segments) {
  Query {
    segments = List.copyOf(segments);
  }

  /** Whether it selects one node at most, by its form. */
  boolean isSingular() {
    return segments.stream().allMatch(Segment::isSingular);
  }

  /**
   * One step of a query, taken from every node that the step before selected.
   *
   * @param descendant whether it is taken from the nodes below those as well
   */
  record Segment(boolean descendant, List<Selector> selectors) {
    Segment {
      selectors = List.copyOf(selectors);
    }

    boolean isSingular() {
      return !descendant
          && selectors.size() == 1
          && (selectors.get(0) instanceof Name || selectors.get(0) instanceof Index);
    }
  }

  /** Which children of a node are selected. */
  sealed interface Selector {}

  /** The member of an object with this name. */
  record Name(String name) implements Selector {}

  /** The item of an array at this index, counted from the end if it is negative. */
  record Index(long index) implements Selector {}

  /** All children. */
  record Wildcard() implements Selector {}

  /**
   * Items of an array at regular distances.
   *
   * @param start where to begin, or null
   * @param end before where to end, or null
   */
  record Slice(Long start, Long end, long step) implements Selector {}

  /** The children that a condition holds for. */
  record Filter(Condition condition) implements Selector {}

  /** What is true or false of a node. */
  sealed interface Condition {}

  record Or(List<Condition> conditions) implements Condition {}

  record And(List<Condition> conditions) implements Condition {}

  record Not(Condition condition) implements Condition {}

  /** Whether a query selects anything. */
  record Exists(Query query) implements Condition {}

  record Comparison(Operand left, Operator operator, Operand right) implements Condition {}

  /**
   * Whether a text is what a regular expression describes.
   *
   * @param whole whether the whole text has to be, or a part of it
   */
  record Match(boolean whole, Operand text, Operand pattern) implements Condition {}

  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** What is a value or nothing. */
  sealed interface Operand {}

  record Literal(Value value) implements Operand {}

  /** The value of the node a singular query selects. */
  record Single(Query query) implements Operand {}

  /** The length of a string, an array or an object. */
  record Length(Operand of) implements Operand {}

  /** How many nodes a query selects. */
  record Count(Query of) implements Operand {}

  /** The value of the node a query selects, if that is one. */
  record ValueOf(Query of) implements Operand {}
}
