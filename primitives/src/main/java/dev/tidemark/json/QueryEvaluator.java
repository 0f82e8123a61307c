package dev.tidemark.json;

import dev.tidemark.json.Query.Comparison;
import dev.tidemark.json.Query.Condition;
import dev.tidemark.json.Query.Match;
import dev.tidemark.json.Query.Operand;
import dev.tidemark.json.Query.Segment;
import dev.tidemark.json.Query.Selector;
import dev.tidemark.json.Query.Slice;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Selects the nodes of a document that a query describes, in the order of RFC 9535. */
final class QueryEvaluator {
  private static final int MOST_NODES = 1_000_000;

  /** Most patterns kept compiled; a query has a few, unless a document holds them. */
  private static final int KEPT_PATTERNS = 16;

  private final Node root;
  private final Effort effort = new Effort();
  private final Map<String, Optional<RegularExpression>> patterns = new HashMap<>();

  private QueryEvaluator(Value document) {
    this.root = new Node(document, null, null);
  }

  /**
   * A value and where it is.
   *
   * @param step the name or index that leads to it from the parent; null at the root
   */
  private record Node(Value value, Node parent, Object step) {
    String path() {
      Deque<Object> steps = new ArrayDeque<>();
      for (Node node = this; node.parent != null; node = node.parent) {
        steps.addFirst(node.step);
      }
      return NormalizedPath.of(List.copyOf(steps));
    }
  }

  /**
   * @throws LimitExceededException if the query selects too much or takes too long
   */
  static List<JsonMatch> evaluate(Query query, Value document) {
    QueryEvaluator evaluator = new QueryEvaluator(document);
    return evaluator.nodes(query, evaluator.root).stream().map(evaluator::match).toList();
  }

  private JsonMatch match(Node node) {
    String path = node.path();
    effort.spend(path.length());
    return new JsonMatch(path, node.value);
  }

  /** The child that a name or an index selects, or null. */
  static Value child(Value container, Selector selector) {
    if (selector instanceof Query.Name name) {
      return container instanceof MapValue map ? map.get(name.name()) : null;
    } else if (container instanceof ListValue list) {
      long index = fromStart(((Query.Index) selector).index(), list.size());
      return index >= 0 && index < list.size() ? list.get((int) index) : null;
    }
    return null;
  }

  private static long fromStart(long index, int size) {
    return index < 0 ? index + size : index;
  }

  private List<Node> nodes(Query query, Node current) {
    List<Node> nodes = List.of(query.relative() ? current : root);
    for (Segment segment : query.segments()) {
      nodes = nodes(segment, nodes);
    }
    return nodes;
  }

  private List<Node> nodes(Segment segment, List<Node> from) {
    List<Node> selected = new ArrayList<>();
    for (Node node : from) {
      if (segment.descendant()) {
        descend(segment, node, selected);
      } else {
        select(segment, node, selected);
      }
    }
    return selected;
  }

  private void descend(Segment segment, Node node, List<Node> selected) {
    select(segment, node, selected);
    forEachChild(node, child -> descend(segment, child, selected));
  }

  private void select(Segment segment, Node node, List<Node> selected) {
    effort.spend(1);
    for (Selector selector : segment.selectors()) {
      select(selector, node, selected);
    }
  }

  private void select(Selector selector, Node node, List<Node> selected) {
    if (selector instanceof Query.Wildcard) {
      forEachChild(node, child -> add(child, selected));
    } else if (selector instanceof Query.Filter filter) {
      forEachChild(node, child -> addIf(filter.condition(), child, selected));
    } else if (selector instanceof Slice slice) {
      slice(slice, node, selected);
    } else {
      Value child = child(node.value, selector);
      if (child != null) {
        add(new Node(child, node, step(selector, node.value)), selected);
      }
    }
  }

  private static Object step(Selector selector, Value container) {
    return selector instanceof Query.Name name
        ? name.name()
        : (Object) fromStart(((Query.Index) selector).index(), ((ListValue) container).size());
  }

  private void add(Node node, List<Node> selected) {
    effort.spend(1);
    if (selected.size() == MOST_NODES) {
      throw new LimitExceededException(
          "a query in nodes selected", MOST_NODES, MOST_NODES + 1L, "ask for less at a time");
    }
    selected.add(node);
  }

  private void addIf(Condition condition, Node node, List<Node> selected) {
    effort.spend(1);
    if (holds(condition, node)) {
      add(node, selected);
    }
  }

  private static void forEachChild(Node node, Consumer<Node> action) {
    if (node.value instanceof MapValue map) {
      for (int i = 0; i < map.size(); i++) {
        action.accept(new Node(map.value(i), node, map.name(i)));
      }
    } else if (node.value instanceof ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        action.accept(new Node(list.get(i), node, i));
      }
    }
  }

  private void slice(Slice slice, Node node, List<Node> selected) {
    if (!(node.value instanceof ListValue list) || slice.step() == 0) {
      return;
    }
    long step = slice.step();
    int size = list.size();
    // What the first and the last step may not pass: from 0 to the size, or, backwards, one before.
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? size : size - 1L;
    long start = bound(slice.start(), step > 0 ? low : high, low, high, size);
    long end = bound(slice.end(), step > 0 ? high : low, low, high, size);
    for (long i = start; step > 0 ? i < end : i > end; i += step) {
      add(new Node(list.get((int) i), node, i), selected);
    }
  }

  private static long bound(Long given, long otherwise, long low, long high, int size) {
    return given == null ? otherwise : Math.max(low, Math.min(fromStart(given, size), high));
  }

  private boolean holds(Condition condition, Node current) {
    effort.spend(1);
    if (condition instanceof Query.Or or) {
      return or.conditions().stream().anyMatch(part -> holds(part, current));
    } else if (condition instanceof Query.And and) {
      return and.conditions().stream().allMatch(part -> holds(part, current));
    } else if (condition instanceof Query.Not not) {
      return !holds(not.condition(), current);
    } else if (condition instanceof Query.Exists exists) {
      return !nodes(exists.query(), current).isEmpty();
    } else if (condition instanceof Match match) {
      return matches(match, current);
    }
    return holds((Comparison) condition, current);
  }

  private boolean holds(Comparison comparison, Node current) {
    Value left = value(comparison.left(), current);
    Value right = value(comparison.right(), current);
    return switch (comparison.operator()) {
      case EQUAL -> same(left, right);
      case NOT_EQUAL -> !same(left, right);
      case LESS -> isLess(left, right);
      case LESS_OR_EQUAL -> isLess(left, right) || same(left, right);
      case GREATER -> isLess(right, left);
      case GREATER_OR_EQUAL -> isLess(right, left) || same(left, right);
    };
  }

  private boolean same(Value left, Value right) {
    if (left == null || right == null) {
      return left == right;
    }
    effort.spend(Math.min(left.encodedBytes(), right.encodedBytes()));
    return Numbers.same(left, right);
  }

  private boolean isLess(Value left, Value right) {
    if (left instanceof Value.StringValue a && right instanceof Value.StringValue b) {
      effort.spend(Math.min(a.value().length(), b.value().length()));
      return Utf8.compare(a.value(), b.value()) < 0;
    }
    return Numbers.isNumber(left) && Numbers.isNumber(right) && Numbers.compare(left, right) < 0;
  }

  /** What an operand is worth, or null for nothing. */
  private Value value(Operand operand, Node current) {
    effort.spend(1);
    if (operand instanceof Query.Literal literal) {
      return literal.value();
    } else if (operand instanceof Query.Single single) {
      return single(single.query(), current);
    } else if (operand instanceof Query.Length length) {
      return length(value(length.of(), current));
    } else if (operand instanceof Query.Count count) {
      return Value.of(nodes(count.of(), current).size());
    }
    List<Node> nodes = nodes(((Query.ValueOf) operand).of(), current);
    return nodes.size() == 1 ? nodes.get(0).value : null;
  }

  private Value single(Query query, Node current) {
    Value value = query.relative() ? current.value : root.value;
    for (int i = 0; i < query.segments().size() && value != null; i++) {
      value = child(value, query.segments().get(i).selectors().get(0));
    }
    return value;
  }

  private Value length(Value value) {
    if (value instanceof Value.StringValue text) {
      effort.spend(text.value().length());
      return Value.of(text.value().codePointCount(0, text.value().length()));
    } else if (value instanceof ListValue list) {
      return Value.of(list.size());
    }
    return value instanceof MapValue map ? Value.of(map.size()) : null;
  }

  private boolean matches(Match match, Node current) {
    Value text = value(match.text(), current);
    Value pattern = value(match.pattern(), current);
    if (!(text instanceof Value.StringValue in) || !(pattern instanceof Value.StringValue regex)) {
      return false;
    }
    return compiled(regex.value())
        .map(found -> found.matches(in.value(), match.whole(), effort))
        .orElse(false);
  }

  private Optional<RegularExpression> compiled(String pattern) {
    Optional<RegularExpression> known = patterns.get(pattern);
    if (known != null) {
      return known;
    }
    effort.spend(pattern.length());
    Optional<RegularExpression> compiled = RegularExpression.compile(pattern);
    compiled.ifPresent(found -> effort.spend(found.size()));
    if (patterns.size() == KEPT_PATTERNS) {
      patterns.clear();
    }
    patterns.put(pattern, compiled);
    return compiled;
  }
}
