package dev.tidemark.json;

import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.Change;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Index;
import dev.tidemark.types.ValuePath.Name;
import dev.tidemark.types.ValuePath.Step;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes of one document, planned on what it is now. Nothing is changed until all are known to
 * succeed, and then no more than they name: what lies beside them stays as others make it.
 */
final class Plan {
  /** More changes than these are made as one. */
  static final int MOST_APART = 100;

  private final List<Change> changes = new ArrayList<>(1);
  private final List<ValuePath> relied = new ArrayList<>(0);
  private final long version;
  private final int nesting;
  private Value document;
  private int deepest;
  private boolean replacesAll;

  /**
   * @param current what the document is now; null for one to be made, from {}
   * @param nesting most levels of containers in a document
   */
  Plan(Versioned<Value> current, int nesting) {
    boolean isNew = current == null;
    this.version = isNew ? Versioned.ABSENT : current.version();
    this.document = isNew ? Value.emptyMap() : current.value();
    this.replacesAll = isNew;
    this.nesting = nesting;
  }

  /** The version of the document before the changes. */
  long version() {
    return version;
  }

  /** Whether there is nothing to change. */
  boolean isEmpty() {
    return changes.isEmpty() && !replacesAll;
  }

  /** What is at a path now, with the changes so far; null if nothing. */
  Value at(ValuePath path) {
    return path.in(document);
  }

  /** Lets the changes depend on what is at a path. */
  void relyOn(ValuePath path) {
    relied.add(path);
  }

  /** Makes the document another. */
  void replaceAll(Value whole) {
    document = whole;
    replacesAll = true;
  }

  /** Sets a part whose container is there: a member, an item, or the item behind the last. */
  void set(ValuePath path, Value value) {
    if (path.isRoot()) {
      replaceAll(value);
    } else {
      change(new Change(path, Objects.requireNonNull(value, "value")));
    }
  }

  /** Removes a part that is there; without its root, a document is null. */
  void remove(ValuePath path) {
    if (path.isRoot()) {
      replaceAll(Value.nil());
    } else {
      change(new Change(path, null));
    }
  }

  private void change(Change change) {
    document = change.onto(document);
    deepest = Math.max(deepest, document.depth());
    changes.add(change);
  }

  /** As {@link #set}, making the containers on the path that are missing. */
  void put(ValuePath path, Value value) {
    List<Step> steps = path.steps();
    Value reached = document;
    for (int i = 0; i < steps.size(); i++) {
      Value next = steps.get(i).in(reached);
      if (next == null) {
        requireRoom(reached, path, i);
        set(new ValuePath(steps.subList(0, i + 1)), inside(path, i + 1, value));
        return;
      }
      reached = next;
    }
    set(path, value);
  }

  /** Refuses a step out of a container that has no such part and cannot get it. */
  private static void requireRoom(Value container, ValuePath path, int depth) {
    Step step = path.steps().get(depth);
    boolean fits =
        step instanceof Name ? container instanceof MapValue : container instanceof ListValue;
    if (!fits) {
      throw new InvalidArgumentException(
          "path "
              + NormalizedPath.of(path)
              + " leads into "
              + (step instanceof Name ? "an object" : "an array")
              + " at "
              + NormalizedPath.of(new ValuePath(path.steps().subList(0, depth)))
              + ", but there is "
              + Json.kindOf(container)
              + "; set that first");
    }
    boolean isLast = depth == path.steps().size() - 1;
    if (container instanceof ListValue list && !(isLast && isEnd(step, list.size()))) {
      throw beyondEnd(path, depth, list.size());
    }
  }

  private static boolean isEnd(Step step, int size) {
    return ((Index) step).index() == size;
  }

  private static NotFoundException beyondEnd(ValuePath path, int depth, int size) {
    return new NotFoundException(
        "path "
            + NormalizedPath.of(path)
            + " needs an item that the array of "
            + size
            + " at "
            + NormalizedPath.of(new ValuePath(path.steps().subList(0, depth)))
            + " does not have; an array grows by one at the index of its length, or by push");
  }

  /** The value inside the new containers that the rest of a path leads through. */
  private static Value inside(ValuePath path, int from, Value value) {
    Value whole = value;
    for (int i = path.steps().size() - 1; i >= from; i--) {
      if (path.steps().get(i) instanceof Name name) {
        whole = Value.emptyMap().with(name.name(), whole);
      } else if (i == path.steps().size() - 1 && isEnd(path.steps().get(i), 0)) {
        whole = Value.list(whole);
      } else {
        throw beyondEnd(path, i, 0);
      }
    }
    return whole;
  }

  /**
   * Checks what the changes come to. What lies between them may be deeper.
   *
   * @throws LimitExceededException if the document becomes too deep
   */
  void requireFits(String id) {
    Json.requireNesting(document, nesting, "document \"" + id + "\"");
  }

  /**
   * Makes the changes, one by one unless they are so many that it pays to set the document, or the
   * engine would refuse one that a later one mends.
   */
  void carryOut(TransactionScope tx, byte[] key) {
    if (replacesAll || deepest > nesting || changes.size() > MOST_APART) {
      tx.get(JsonStore.SPACE, key);
      tx.put(JsonStore.SPACE, key, document);
      return;
    }
    for (ValuePath path : relied) {
      tx.getPath(JsonStore.SPACE, key, path);
    }
    for (Change change : changes) {
      if (change.value() == null) {
        tx.removePath(JsonStore.SPACE, key, change.path());
      } else {
        tx.edit(JsonStore.SPACE, key, change.path(), change.value());
      }
    }
  }

  static ValuePath child(ValuePath parent, Step step) {
    List<Step> steps = new ArrayList<>(parent.steps());
    steps.add(step);
    return new ValuePath(steps);
  }
}
