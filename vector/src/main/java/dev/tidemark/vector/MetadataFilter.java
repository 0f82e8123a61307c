package dev.tidemark.vector;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Value;
import java.util.List;
import java.util.Objects;

/** Which vectors a search considers, by their metadata. */
public sealed interface MetadataFilter {
  /** Whether a vector with this metadata is considered. */
  boolean matches(Value.MapValue metadata);

  /**
   * Takes vectors whose metadata holds this value under this name. Numbers are compared by their
   * exact value, whole or floating, NaN equal to NaN; everything else must be of the same kind.
   *
   * @param value anything {@link Value#from} accepts; null takes a stored null, not an absent name
   */
  static MetadataFilter eq(String name, Object value) {
    return eq(List.of(name), value);
  }

  /**
   * As {@link #eq(String, Object)}, for a value in nested maps.
   *
   * @param path the names from the outermost map inwards, at least one
   */
  static MetadataFilter eq(List<String> path, Object value) {
    return new Eq(path, Value.from(value));
  }

  /** Takes vectors that every one of these filters takes; all vectors if there is none. */
  static MetadataFilter and(MetadataFilter... filters) {
    return new And(List.of(filters));
  }

  /** A value at a path equals another. */
  record Eq(List<String> path, Value value) implements MetadataFilter {
    public Eq {
      path = List.copyOf(path);
      Objects.requireNonNull(value, "value");
      if (path.isEmpty()) {
        throw new InvalidArgumentException("the filter's path is empty; give at least one name");
      }
    }

    @Override
    public boolean matches(Value.MapValue metadata) {
      Value found = metadata;
      for (String name : path) {
        found = found instanceof Value.MapValue map ? map.get(name) : null;
      }
      return found != null && Numbers.same(found, value);
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
}
