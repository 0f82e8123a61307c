package dev.tidemark.json;

import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.Value.StringValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Index;
import dev.tidemark.types.ValuePath.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A patch of RFC 6902. */
final class JsonPatch {
  private enum Kind {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST
  }

  /**
   * One operation.
   *
   * @param from where from, of a move or copy; else null
   * @param value what, of an add, replace or test; else null
   */
  private record Operation(Kind kind, JsonPointer path, JsonPointer from, Value value) {}

  /** Levels of a patch around the values in it. */
  private static final int LEVELS = 2;

  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = operations;
  }

  /**
   * @throws InvalidArgumentException if the value is no patch, naming the index of what is not
   */
  static JsonPatch of(Value patch) {
    if (!(patch instanceof ListValue list)) {
      throw new InvalidArgumentException(
          "a patch is an array of operations, not " + Json.kindOf(patch) + "; see RFC 6902");
    }
    List<Operation> operations = new ArrayList<>();
    for (Value item : list) {
      int index = operations.size();
      operations.add(named(index, () -> operation(item)));
    }
    return new JsonPatch(operations);
  }

  /** As {@link #of(Value)}, from JSON text, whose values may be as deep as a document. */
  static JsonPatch of(String json) {
    return of(new JsonParser(json, Json.MAX_DEPTH + LEVELS).document());
  }

  private interface Step<T> {
    T take();
  }

  /** Names the operation in the error of what is done with it. */
  private static <T> T named(int index, Step<T> step) {
    try {
      return step.take();
    } catch (NotFoundException e) {
      throw new NotFoundException(message(index, e));
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException(message(index, e), e);
    } catch (LimitExceededException e) {
      throw new LimitExceededException(
          "patch operation at index " + index + ": " + e.what(),
          e.limit(),
          e.actual(),
          "nothing was changed");
    }
  }

  private static String message(int index, DatabaseException e) {
    return "patch operation at index " + index + ": " + e.getMessage() + "; nothing was changed";
  }

  private static Operation operation(Value item) {
    if (!(item instanceof MapValue members)) {
      throw new InvalidArgumentException("an operation is an object, not " + Json.kindOf(item));
    }
    Kind kind = kind(text(members, "op"));
    JsonPointer path = JsonPointer.parse(text(members, "path"));
    boolean hasFrom = kind == Kind.MOVE || kind == Kind.COPY;
    JsonPointer from = hasFrom ? JsonPointer.parse(text(members, "from")) : null;
    boolean hasValue = !hasFrom && kind != Kind.REMOVE;
    return new Operation(kind, path, from, hasValue ? member(members, "value") : null);
  }

  private static Kind kind(String op) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(op)) {
        return kind;
      }
    }
    throw new InvalidArgumentException(
        "unknown op \"" + op + "\"; there are add, remove, replace, move, copy and test");
  }

  private static String text(MapValue members, String name) {
    if (member(members, name) instanceof StringValue text) {
      return text.value();
    }
    throw new InvalidArgumentException("\"" + name + "\" is not a string");
  }

  private static Value member(MapValue members, String name) {
    Value value = members.get(name);
    if (value == null) {
      throw new InvalidArgumentException("\"" + name + "\" is missing");
    }
    return value;
  }

  /**
   * Plans all operations.
   *
   * @throws NotFoundException if one points at what is not there
   * @throws InvalidArgumentException if one cannot be done, or a test fails
   */
  void plan(Plan plan) {
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      named(
          i,
          () -> {
            plan(plan, operation);
            return null;
          });
    }
  }

  private static void plan(Plan plan, Operation operation) {
    switch (operation.kind) {
      case ADD -> add(plan, operation.path, operation.value);
      case REMOVE -> plan.remove(operation.path.existing(plan));
      case REPLACE -> plan.set(operation.path.existing(plan), operation.value);
      case MOVE -> move(plan, operation);
      case COPY -> copy(plan, operation);
      case TEST -> test(plan, operation);
    }
  }

  private static void add(Plan plan, JsonPointer pointer, Value value) {
    if (pointer.isRoot()) {
      plan.replaceAll(value);
      return;
    }
    ValuePath parent = pointer.existingParent(plan);
    Value container = plan.at(parent);
    if (container instanceof MapValue) {
      plan.set(Plan.child(parent, new Name(pointer.lastToken())), value);
    } else if (container instanceof ListValue list) {
      insert(plan, parent, list, pointer.insertionIndex(list.size()), value);
    } else {
      throw new InvalidArgumentException(
          "pointer \"" + pointer.text() + "\" leads into " + Json.kindOf(container));
    }
  }

  /** The engine knows no insertion: the array is set anew, unless the item comes last. */
  private static void insert(Plan plan, ValuePath array, ListValue list, int index, Value value) {
    if (index == list.size()) {
      plan.set(Plan.child(array, new Index(index)), value);
      return;
    }
    List<Value> items = new ArrayList<>(list.size() + 1);
    list.forEach(items::add);
    items.add(index, value);
    plan.set(array, Value.list(items));
  }

  private static void move(Plan plan, Operation operation) {
    if (operation.from.isAbove(operation.path)) {
      throw new InvalidArgumentException(
          "\"" + operation.from.text() + "\" cannot be moved into itself");
    }
    ValuePath from = operation.from.existing(plan);
    Value value = plan.at(from);
    if (operation.from.equals(operation.path)) {
      plan.relyOn(from);
    } else {
      plan.remove(from);
      add(plan, operation.path, value);
    }
  }

  private static void copy(Plan plan, Operation operation) {
    ValuePath from = operation.from.existing(plan);
    plan.relyOn(from);
    add(plan, operation.path, plan.at(from));
  }

  private static void test(Plan plan, Operation operation) {
    ValuePath path = operation.path.existing(plan);
    plan.relyOn(path);
    if (!Numbers.same(plan.at(path), operation.value)) {
      throw new InvalidArgumentException(
          "the test of \"" + operation.path.text() + "\" fails: its value is another");
    }
  }
}
