package dev.tidemark.types;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an entry holds: an immutable tree of nine kinds. Equality is strict and structural: kinds
 * never equal each other, doubles and floats compare by bits with NaN made canonical on entry.
 * Arrays are copied in, and out only by {@code toArray()}.
 */
public sealed interface Value
    permits Value.NullValue,
        Value.BoolValue,
        Value.LongValue,
        Value.DoubleValue,
        Value.StringValue,
        Value.BytesValue,
        Value.VectorValue,
        Container {
  /** Deepest nesting of containers; a scalar has depth 0. */
  int MAX_DEPTH = 128;

  /** Levels of containers in this value. */
  default int depth() {
    return 0;
  }

  /** Entries of the largest container in this value, or components of the largest vector. */
  default int widest() {
    return 0;
  }

  /** Bytes this value takes in a file, the names and values it holds included. */
  default int encodedBytes() {
    return EncodedSize.TAG;
  }

  static Value of(String value) {
    return new StringValue(value);
  }

  static Value of(long value) {
    return new LongValue(value);
  }

  static Value of(double value) {
    return new DoubleValue(value);
  }

  static Value of(boolean value) {
    return value ? BoolValue.TRUE : BoolValue.FALSE;
  }

  static Value bytes(byte[] value) {
    return new BytesValue(value.clone());
  }

  static Value nil() {
    return NullValue.NULL;
  }

  static VectorValue vector(float... components) {
    return new VectorValue(components.clone());
  }

  static ListValue list(Value... items) {
    return ListValue.measured(items.clone());
  }

  static ListValue list(Collection<? extends Value> items) {
    return ListValue.measured(items.toArray(Value[]::new));
  }

  /**
   * A map of up to any number of names and values, given in turn.
   *
   * @param more further names (String) and values (anything {@link #from} accepts), in turn
   * @throws InvalidArgumentException if a name is missing, repeated or not a String
   */
  static MapValue map(String name, Object value, Object... more) {
    if (more.length % 2 != 0) {
      throw new InvalidArgumentException("a map needs names and values in turn; one is missing");
    }
    TreeMap<String, Value> entries = new TreeMap<>(Utf8::compare);
    entries.put(name, from(value));
    for (int i = 0; i < more.length; i += 2) {
      if (!(more[i] instanceof String next)) {
        throw new InvalidArgumentException("map name " + more[i] + " is not a String");
      }
      if (entries.put(next, from(more[i + 1])) != null) {
        throw new InvalidArgumentException("map name \"" + next + "\" is given twice");
      }
    }
    return map(entries);
  }

  static MapValue map(Map<String, ? extends Value> entries) {
    return MapValue.copyOf(entries);
  }

  static MapValue emptyMap() {
    return MapValue.EMPTY;
  }

  /**
   * The value of a Java object: null, Boolean, a whole number type, Float, Double, String, byte[],
   * float[], or a Value.
   *
   * @throws InvalidArgumentException for any other type
   */
  static Value from(Object object) {
    if (object == null) {
      return nil();
    } else if (object instanceof Value value) {
      return value;
    } else if (object instanceof String text) {
      return of(text);
    } else if (object instanceof Boolean bool) {
      return of(bool.booleanValue());
    } else if (object instanceof Double || object instanceof Float) {
      return of(((Number) object).doubleValue());
    } else if (object instanceof Long
        || object instanceof Integer
        || object instanceof Short
        || object instanceof Byte) {
      return of(((Number) object).longValue());
    } else if (object instanceof byte[] bytes) {
      return bytes(bytes);
    } else if (object instanceof float[] vector) {
      return vector(vector);
    }
    throw new InvalidArgumentException(
        object.getClass().getName() + " has no value form; see Value.from for the types that have");
  }

  /** The null value, which is stored like any other: not the absence of an entry. */
  enum NullValue implements Value {
    NULL
  }

  /** A truth value. */
  enum BoolValue implements Value {
    FALSE,
    TRUE;

    public boolean value() {
      return this == TRUE;
    }
  }

  /** A 64-bit whole number. */
  record LongValue(long value) implements Value {
    @Override
    public int encodedBytes() {
      return EncodedSize.TAG + EncodedSize.ofSigned(value);
    }
  }

  /** A 64-bit binary floating point number; -0.0 differs from 0.0, all NaN are one. */
  record DoubleValue(double value) implements Value {
    public DoubleValue {
      if (Double.isNaN(value)) {
        value = Double.NaN;
      }
    }

    @Override
    public int encodedBytes() {
      return EncodedSize.TAG + Double.BYTES;
    }
  }

  /** Well-formed text. */
  record StringValue(String value) implements Value {
    public StringValue {
      Utf8.requireWellFormed(value, "string value");
    }

    @Override
    public int encodedBytes() {
      return Math.toIntExact(EncodedSize.TAG + EncodedSize.of(value));
    }
  }

  /** Raw bytes. */
  final class BytesValue implements Value {
    private final byte[] bytes;

    BytesValue(byte[] owned) {
      this.bytes = owned;
    }

    public int size() {
      return bytes.length;
    }

    public byte[] toArray() {
      return bytes.clone();
    }

    byte[] shared() {
      return bytes;
    }

    @Override
    public int encodedBytes() {
      return Math.toIntExact(EncodedSize.TAG + EncodedSize.ofArray(bytes.length, 1));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof BytesValue other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[" + bytes.length + "]";
    }
  }

  /** A vector of 32-bit floats. */
  final class VectorValue implements Value {
    private final float[] components;

    VectorValue(float[] owned) {
      this.components = owned;
      for (int i = 0; i < owned.length; i++) {
        if (Float.isNaN(owned[i])) {
          owned[i] = Float.NaN;
        }
      }
    }

    public int dimension() {
      return components.length;
    }

    public float get(int index) {
      return components[index];
    }

    public float[] toArray() {
      return components.clone();
    }

    float[] shared() {
      return components;
    }

    @Override
    public int widest() {
      return components.length;
    }

    @Override
    public int encodedBytes() {
      return Math.toIntExact(EncodedSize.TAG + EncodedSize.ofArray(components.length, Float.BYTES));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof VectorValue other && Arrays.equals(components, other.components);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(components);
    }

    @Override
    public String toString() {
      return "Vector[" + components.length + "]";
    }
  }

  /** An ordered list of values. */
  final class ListValue extends Container implements Iterable<Value> {
    private final Value[] items;

    private ListValue(Value[] owned) {
      this.items = owned;
    }

    /** A list of these items, which the caller gives away, measured at once. */
    static ListValue measured(Value[] owned) {
      ListValue list = new ListValue(owned);
      list.measure();
      return list;
    }

    /** As {@link #measured}, of items that were encoded and so have the size of a value. */
    static ListValue decoded(Value[] owned) {
      return new ListValue(owned);
    }

    @Override
    void measure() {
      measure(items, frameBytes(items.length), HeapSize.ofList(items.length));
    }

    /** A list that was made from another by replacing, adding or removing one item. */
    private ListValue(ListValue before, Value removed, Value added, Value[] owned) {
      super(
          before,
          removed,
          added,
          owned,
          frameBytes(owned.length) - frameBytes(before.size()),
          HeapSize.ofList(owned.length) - HeapSize.ofList(before.size()));
      this.items = owned;
    }

    private static int frameBytes(int size) {
      return EncodedSize.TAG + EncodedSize.ofCount(size);
    }

    public int size() {
      return items.length;
    }

    public Value get(int index) {
      return items[index];
    }

    /** This list with an item replaced or, at the index of its size, added; the rest is shared. */
    public ListValue with(int index, Value item) {
      Objects.checkIndex(index, items.length + 1);
      Value[] changed = Arrays.copyOf(items, Math.max(items.length, index + 1));
      changed[index] = item;
      return new ListValue(this, index < items.length ? items[index] : null, item, changed);
    }

    /** This list without an item; the rest is shared, those behind it move up. */
    public ListValue without(int index) {
      Objects.checkIndex(index, items.length);
      Value[] fewer = Arrays.copyOf(items, items.length - 1);
      System.arraycopy(items, index + 1, fewer, index, fewer.length - index);
      return new ListValue(this, items[index], null, fewer);
    }

    @Override
    public Iterator<Value> iterator() {
      return Arrays.asList(items).iterator();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof ListValue other && Arrays.equals(items, other.items);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
      return Arrays.toString(items);
    }
  }

  /** Named values, sorted by the UTF-8 bytes of their names. */
  final class MapValue extends Container {
    static final MapValue EMPTY = measured(new String[0], new Value[0]);

    private final String[] names;
    private final Value[] values;

    private MapValue(String[] sortedNames, Value[] values) {
      this.names = sortedNames;
      this.values = values;
    }

    /** A map over these arrays, which the caller gives away, measured at once. */
    static MapValue measured(String[] sortedNames, Value[] values) {
      MapValue map = new MapValue(sortedNames, values);
      map.measure();
      return map;
    }

    /** As {@link #measured}, of parts that were encoded and so have the size of a value. */
    static MapValue decoded(String[] sortedNames, Value[] values) {
      return new MapValue(sortedNames, values);
    }

    @Override
    void measure() {
      measure(
          values,
          frameBytes(values.length) + EncodedSize.of(names),
          HeapSize.ofMap(values.length) + HeapSize.of(names));
    }

    /** A map that was made from another by replacing, adding or removing one value. */
    private MapValue(MapValue before, Value removed, Value added, String[] names, Value[] values) {
      this(before, removed, added, names, values, 0, 0);
    }

    /**
     * As above, with a name added or removed.
     *
     * @param sign 1 if the name was added, -1 if it was removed
     */
    private MapValue(
        MapValue before, Value part, String name, int sign, String[] names, Value[] values) {
      this(
          before,
          sign < 0 ? part : null,
          sign > 0 ? part : null,
          names,
          values,
          frameBytes(values.length) - frameBytes(before.size()) + sign * EncodedSize.of(name),
          HeapSize.ofMap(values.length) - HeapSize.ofMap(before.size()) + sign * HeapSize.of(name));
    }

    private MapValue(
        MapValue before,
        Value removed,
        Value added,
        String[] names,
        Value[] values,
        long moreEncoded,
        long moreHeap) {
      super(before, removed, added, values, moreEncoded, moreHeap);
      this.names = names;
      this.values = values;
    }

    private static int frameBytes(int size) {
      return EncodedSize.TAG + EncodedSize.ofCount(size);
    }

    static MapValue copyOf(Map<String, ? extends Value> entries) {
      String[] names = entries.keySet().toArray(String[]::new);
      Arrays.sort(names, Comparator.nullsFirst(Utf8::compare));
      Value[] values = new Value[names.length];
      for (int i = 0; i < names.length; i++) {
        Utf8.requireWellFormed(Objects.requireNonNull(names[i], "map name"), "map name");
        values[i] = entries.get(names[i]);
      }
      return measured(names, values);
    }

    public int size() {
      return names.length;
    }

    /** The name at this position in the order of names. */
    public String name(int index) {
      return names[index];
    }

    /** The value at this position in the order of names. */
    public Value value(int index) {
      return values[index];
    }

    /** The value of this name, or null if there is none. */
    public Value get(String name) {
      int index = indexOf(name);
      return index < 0 ? null : values[index];
    }

    /** The position of a name, or minus one minus the position where it would be. */
    private int indexOf(String name) {
      int low = 0;
      int high = names.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = Utf8.compare(names[middle], name);
        if (order == 0) {
          return middle;
        } else if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -low - 1;
    }

    /** This map with a name's value replaced or added; the rest is shared. */
    public MapValue with(String name, Value value) {
      int index = indexOf(name);
      if (index >= 0) {
        Value[] changed = values.clone();
        changed[index] = value;
        return new MapValue(this, values[index], value, names, changed);
      }
      Utf8.requireWellFormed(name, "map name");
      int at = -index - 1;
      String[] moreNames = Arrays.copyOf(names, names.length + 1);
      Value[] moreValues = Arrays.copyOf(values, values.length + 1);
      System.arraycopy(names, at, moreNames, at + 1, names.length - at);
      System.arraycopy(values, at, moreValues, at + 1, values.length - at);
      moreNames[at] = name;
      moreValues[at] = value;
      return new MapValue(this, value, name, 1, moreNames, moreValues);
    }

    /** This map without a name; the rest is shared. */
    public MapValue without(String name) {
      int at = indexOf(name);
      if (at < 0) {
        return this;
      }
      int left = names.length - 1;
      String[] fewerNames = Arrays.copyOf(names, left);
      Value[] fewerValues = Arrays.copyOf(values, left);
      System.arraycopy(names, at + 1, fewerNames, at, left - at);
      System.arraycopy(values, at + 1, fewerValues, at, left - at);
      return new MapValue(this, values[at], names[at], -1, fewerNames, fewerValues);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof MapValue other
          && Arrays.equals(names, other.names)
          && Arrays.equals(values, other.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(names) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("{");
      for (int i = 0; i < names.length; i++) {
        text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(values[i]);
      }
      return text.append('}').toString();
    }
  }
}
