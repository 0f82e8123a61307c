package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done at the end of an array. */
final class ArrayEnds {
  /** Most items that are appended one by one; each makes a copy of the array. */
  private static final int FEW = 64;

  private ArrayEnds() {}

  /** Plans to append items, and returns the length after it. */
  static int push(Plan plan, ValuePath path, ListValue added) {
    Value present = plan.at(path);
    plan.relyOn(path);
    if (present == null) {
      plan.put(path, added);
      return added.size();
    }
    ListValue array = requireArray(present, path, "push");
    if (added.size() > Math.min(array.size(), FEW)) {
      plan.set(path, joined(array, added));
    } else {
      for (int i = 0; i < added.size(); i++) {
        plan.set(Plan.child(path, new Index(array.size() + i)), added.get(i));
      }
    }
    return array.size() + added.size();
  }

  /** One array for many items: appended one by one, each would copy all that are there. */
  private static ListValue joined(ListValue first, ListValue second) {
    List<Value> items = new ArrayList<>(first.size() + second.size());
    first.forEach(items::add);
    second.forEach(items::add);
    return Value.list(items);
  }

  /** Plans to remove the last item, and returns it. */
  static Optional<Value> pop(Plan plan, ValuePath path) {
    Value present = plan.at(path);
    plan.relyOn(path);
    if (present == null) {
      return Optional.empty();
    }
    ListValue array = requireArray(present, path, "pop");
    int last = array.size() - 1;
    if (last < 0) {
      return Optional.empty();
    }
    plan.remove(Plan.child(path, new Index(last)));
    return Optional.of(array.get(last));
  }

  private static ListValue requireArray(Value present, ValuePath path, String operation) {
    if (present instanceof ListValue array) {
      return array;
    }
    throw new InvalidArgumentException(
        operation
            + " needs an array at "
            + NormalizedPath.of(path)
            + ", but there is "
            + Json.kindOf(present)
            + "; set an array first");
  }
}
