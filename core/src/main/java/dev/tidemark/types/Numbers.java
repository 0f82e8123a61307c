package dev.tidemark.types;

/** Values compared by what their numbers are worth, whether whole or floating. */
public final class Numbers {
  private Numbers() {}

  public static boolean isNumber(Value value) {
    return value instanceof Value.LongValue || value instanceof Value.DoubleValue;
  }

  /** The exact order of two numbers; NaN is above all. */
  public static int compare(Value a, Value b) {
    if (a instanceof Value.LongValue x) {
      return b instanceof Value.LongValue y
          ? Long.compare(x.value(), y.value())
          : compare(x.value(), ((Value.DoubleValue) b).value());
    }
    double number = ((Value.DoubleValue) a).value();
    return b instanceof Value.LongValue y
        ? -compare(y.value(), number)
        : compare(number, ((Value.DoubleValue) b).value());
  }

  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static int compare(long whole, double number) {
    if (!(number < 0x1p63)) {
      return -1;
    } else if (number < -0x1p63) {
      return 1;
    }
    long floor = (long) Math.floor(number);
    return whole != floor ? Long.compare(whole, floor) : number > floor ? -1 : 0;
  }

  /** Whether two values are equal but for the kinds of their numbers, at any depth. */
  public static boolean same(Value a, Value b) {
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
