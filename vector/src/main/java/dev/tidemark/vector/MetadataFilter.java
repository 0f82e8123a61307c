package dev.tidemark.vector;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Which vectors a search considers, by their metadata: conditions on single values, put together by
 * {@link #and}, {@link #or} and {@link #not}.
 *
 * <p>A condition names its value by a path, the names from the outermost map inwards, or by one
 * name alone. Values given may be anything {@link Value#from} accepts. Numbers are compared by
 * their exact value, whole or floating, NaN equal to NaN and above all others; everything else
 * equals values of its own kind only.
 */
public sealed interface MetadataFilter {
  /** Whether a vector with this metadata is considered. */
  boolean matches(Value.MapValue metadata);

  /**
   * Takes vectors whose metadata holds this value under this name.
   *
   * @param value null takes a stored null, not an absent name
   */
  static MetadataFilter eq(String name, Object value) {
    return eq(List.of(name), value);
  }

  /** As {@link #eq(String, Object)}, by path. */
  static MetadataFilter eq(List<String> path, Object value) {
    return new Eq(path, Value.from(value));
  }

  /** Takes what {@link #eq(String, Object)} does not, absent names included. */
  static MetadataFilter ne(String name, Object value) {
    return not(eq(name, value));
  }

  /** As {@link #ne(String, Object)}, by path. */
  static MetadataFilter ne(List<String> path, Object value) {
    return not(eq(path, value));
  }

  /**
   * Takes vectors whose metadata holds a number above this one, or a text behind this one by its
   * UTF-8 bytes.
   *
   * @throws InvalidArgumentException if the value is neither a number nor a text
   */
  static MetadataFilter gt(String name, Object value) {
    return gt(List.of(name), value);
  }

  /** As {@link #gt(String, Object)}, by path. */
  static MetadataFilter gt(List<String> path, Object value) {
    return new Compares(path, Order.ABOVE, Value.from(value));
  }

  /** Takes what {@link #gt(String, Object)} takes, and the value itself. */
  static MetadataFilter gte(String name, Object value) {
    return gte(List.of(name), value);
  }

  /** As {@link #gte(String, Object)}, by path. */
  static MetadataFilter gte(List<String> path, Object value) {
    return new Compares(path, Order.NOT_BELOW, Value.from(value));
  }

  /**
   * Takes vectors whose metadata holds a number below this one, or a text before this one by its
   * UTF-8 bytes.
   *
   * @throws InvalidArgumentException if the value is neither a number nor a text
   */
  static MetadataFilter lt(String name, Object value) {
    return lt(List.of(name), value);
  }

  /** As {@link #lt(String, Object)}, by path. */
  static MetadataFilter lt(List<String> path, Object value) {
    return new Compares(path, Order.BELOW, Value.from(value));
  }

  /** Takes what {@link #lt(String, Object)} takes, and the value itself. */
  static MetadataFilter lte(String name, Object value) {
    return lte(List.of(name), value);
  }

  /** As {@link #lte(String, Object)}, by path. */
  static MetadataFilter lte(List<String> path, Object value) {
    return new Compares(path, Order.NOT_ABOVE, Value.from(value));
  }

  /** Takes vectors whose metadata holds one of these values; none if there are none. */
  static MetadataFilter in(String name, Collection<?> values) {
    return in(List.of(name), values);
  }

  /** As {@link #in(String, Collection)}, by path. */
  static MetadataFilter in(List<String> path, Collection<?> values) {
    return new In(path, values.stream().map(Value::from).toList());
  }

  /** Takes what {@link #in(String, Collection)} does not, absent names included. */
  static MetadataFilter nin(String name, Collection<?> values) {
    return not(in(name, values));
  }

  /** As {@link #nin(String, Collection)}, by path. */
  static MetadataFilter nin(List<String> path, Collection<?> values) {
    return not(in(path, values));
  }

  /** Takes vectors whose metadata has this name, whatever it holds, also null. */
  static MetadataFilter exists(String name) {
    return exists(List.of(name));
  }

  /** As {@link #exists(String)}, by path. */
  static MetadataFilter exists(List<String> path) {
    return new Exists(path);
  }

  /** Takes vectors whose metadata holds a list with this item, or a text with this part. */
  static MetadataFilter contains(String name, Object value) {
    return contains(List.of(name), value);
  }

  /** As {@link #contains(String, Object)}, by path. */
  static MetadataFilter contains(List<String> path, Object value) {
    return new Contains(path, Value.from(value));
  }

  /** Takes vectors that every one of these filters takes; all vectors if there is none. */
  static MetadataFilter and(MetadataFilter... filters) {
    return new And(List.of(filters));
  }

  /** Takes vectors that one of these filters takes; none if there is none. */
  static MetadataFilter or(MetadataFilter... filters) {
    return new Or(List.of(filters));
  }

  /** Takes vectors that the filter does not take. */
  static MetadataFilter not(MetadataFilter filter) {
    return new Not(filter);
  }

  /** The value at a path, or null. */
  private static Value at(List<String> path, Value.MapValue metadata) {
    Value found = metadata;
    for (int i = 0; i < path.size(); i++) {
      found = found instanceof Value.MapValue map ? map.get(path.get(i)) : null;
    }
    return found;
  }

  private static List<String> checked(List<String> path) {
    List<String> fixed = List.copyOf(path);
    if (fixed.isEmpty()) {
      throw new InvalidArgumentException("the filter's path is empty; give at least one name");
    }
    return fixed;
  }

  /** A value at a path equals another. */
  record Eq(List<String> path, Value value) implements MetadataFilter {
    public Eq {
      path = checked(path);
      Objects.requireNonNull(value, "value");
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      Value found = at(path, metadata);
      return found != null && Numbers.same(found, value);
    }
  }

  /** How a stored value lies to a given one. */
  enum Order {
    BELOW,
    NOT_ABOVE,
    NOT_BELOW,
    ABOVE;

    private boolean holds(int comparison) {
      return switch (this) {
        case BELOW -> comparison < 0;
        case NOT_ABOVE -> comparison <= 0;
        case NOT_BELOW -> comparison >= 0;
        case ABOVE -> comparison > 0;
      };
    }
  }

  /** A number or text at a path lies so to another of its kind. */
  record Compares(List<String> path, Order order, Value value) implements MetadataFilter {
    public Compares {
      path = checked(path);
      Objects.requireNonNull(order, "order");
      if (!Numbers.isNumber(value) && !(value instanceof Value.StringValue)) {
        throw new InvalidArgumentException(
            "the filter compares with %s, which is neither a number nor a text; use eq or in"
                .formatted(value));
      }
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      Value found = at(path, metadata);
      if (found instanceof Value.StringValue text) {
        return value instanceof Value.StringValue other
            && order.holds(Utf8.compare(text.value(), other.value()));
      }
      return found != null
          && Numbers.isNumber(found)
          && Numbers.isNumber(value)
          && order.holds(Numbers.compare(found, value));
    }
  }

  /** A value at a path equals one of several. */
  record In(List<String> path, List<Value> values) implements MetadataFilter {
    public In {
      path = checked(path);
      values = List.copyOf(values);
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      Value found = at(path, metadata);
      if (found == null) {
        return false;
      }
      for (int i = 0; i < values.size(); i++) {
        if (Numbers.same(found, values.get(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /** There is a value at a path. */
  record Exists(List<String> path) implements MetadataFilter {
    public Exists {
      path = checked(path);
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      return at(path, metadata) != null;
    }
  }

  /** A list at a path has an item, or a text a part. */
  record Contains(List<String> path, Value value) implements MetadataFilter {
    public Contains {
      path = checked(path);
      Objects.requireNonNull(value, "value");
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      Value found = at(path, metadata);
      if (found instanceof Value.StringValue text) {
        return value instanceof Value.StringValue part && text.value().contains(part.value());
      }
      return found instanceof Value.ListValue list && hasItem(list);
    }

    private boolean hasItem(Value.ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        if (Numbers.same(list.get(i), value)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Every filter matches. */
  record And(List<MetadataFilter> filters) implements MetadataFilter {
    public And {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      for (MetadataFilter filter : filters) {
        if (!filter.matches(metadata)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One filter matches. */
  record Or(List<MetadataFilter> filters) implements MetadataFilter {
    public Or {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      for (MetadataFilter filter : filters) {
        if (filter.matches(metadata)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The filter does not match. */
  record Not(MetadataFilter filter) implements MetadataFilter {
    public Not {
      Objects.requireNonNull(filter, "filter");
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      return !filter.matches(metadata);
    }
  }
}
