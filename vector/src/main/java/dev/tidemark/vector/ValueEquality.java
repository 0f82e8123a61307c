package dev.tidemark.vector;

import dev.tidemark.types.Value;

/** Equality of values in filters: numbers by what they are worth, at any depth. */
final class ValueEquality {
  private ValueEquality() {}

  static boolean same(Value a, Value b) {
    if (a instanceof Value.LongValue x && b instanceof Value.DoubleValue y) {
      return same(x.value(), y.value());
    } else if (a instanceof Value.DoubleValue x && b instanceof Value.LongValue y) {
      return same(y.value(), x.value());
    } else if (a instanceof Value.DoubleValue x && b instanceof Value.DoubleValue y) {
      return x.value() == y.value() || x.equals(y);
    } else if (a instanceof Value.ListValue x && b instanceof Value.ListValue y) {
      return sameItems(x, y);
    } else if (a instanceof Value.MapValue x && b instanceof Value.MapValue y) {
      return sameEntries(x, y);
    }
    return a.equals(b);
  }

  /** The cast back tells a double with a fraction, the cast forth one beyond a long's range. */
  private static boolean same(long whole, double number) {
    return number < 0x1p63 && (long) number == whole && (double) (long) number == number;
  }

  private static boolean sameItems(Value.ListValue a, Value.ListValue b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = same(a.get(i), b.get(i));
    }
    return same;
  }

  private static boolean sameEntries(Value.MapValue a, Value.MapValue b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.name(i).equals(b.name(i)) && same(a.value(i), b.value(i));
    }
    return same;
  }
}
