package dev.tidemark.state;

import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Named values that many change at once, per run, and no change is lost. Stateless: every operation
 * takes the scope it works in, a database's or a transaction's.
 *
 * <p>A cell's version is that of the commit that wrote it: a cell deleted and made again never has
 * a version it had before. Names are 1 to 1,024 bytes of UTF-8 without NUL, ordered by those bytes.
 * Every operation throws {@link NotFoundException} for an unknown run, {@link
 * InvalidArgumentException} for an ill-formed name, and {@link LimitExceededException} for one that
 * is too long. Writes return the version of their commit, or {@link Versioned#PENDING} inside a
 * transaction.
 */
public final class StateCell {
  /** Where the cells are kept. */
  public static final KeySpace SPACE = new KeySpace(0x13, "state cell");

  /**
   * Makes a cell.
   *
   * @throws InvalidArgumentException if it exists, naming its version
   */
  public long init(Scope scope, String name, Value value) {
    CasResult made = compareAndSet(scope, name, Versioned.ABSENT, value);
    if (!made.applied()) {
      throw new InvalidArgumentException(
          "state cell \""
              + name
              + (made.version() == Versioned.PENDING
                  ? "\" was written by this transaction already"
                  : "\" exists at version " + made.version())
              + "; change it with set, compareAndSet or transition");
    }
    return made.version();
  }

  /** A cell with the commit that wrote it, or empty if it does not exist. */
  public Optional<Versioned<Value>> read(ReadScope scope, String name) {
    return Optional.ofNullable(find(scope, name));
  }

  /** Those of the cells that exist, in the order given, all read at one view. */
  public Map<String, Versioned<Value>> readAll(ReadScope scope, Collection<String> names) {
    List<byte[]> keys = encodeAll(scope, names);
    return scope.atOneView(
        view -> {
          Map<String, Versioned<Value>> found = new LinkedHashMap<>();
          int i = 0;
          for (String name : names) {
            Versioned<Value> cell = view.getVersioned(SPACE, keys.get(i++));
            if (cell != null) {
              found.put(name, cell);
            }
          }
          return found;
        });
  }

  public boolean exists(ReadScope scope, String name) {
    return find(scope, name) != null;
  }

  /** Sets a cell, whether or not it exists. */
  public long set(Scope scope, String name, Value value) {
    return scope.put(SPACE, encode(scope, name), Objects.requireNonNull(value, "value"));
  }

  /**
   * Sets many cells in one transaction, or none.
   *
   * @throws DatabaseException for a bad name or a missing value, naming its place in the order of
   *     the map
   */
  public long setAll(Scope scope, Map<String, ? extends Value> cells) {
    List<byte[]> keys = encodeAll(scope, cells.keySet());
    List<Value> values = new ArrayList<>(cells.values());
    if (values.contains(null)) {
      throw new InvalidArgumentException(
          "value at index " + values.indexOf(null) + " is missing; delete cells with delete");
    }
    return scope
        .atomically(
            tx -> {
              Iterator<Value> value = values.iterator();
              keys.forEach(key -> tx.put(SPACE, key, value.next()));
              return null;
            })
        .version();
  }

  /**
   * Sets a cell if its version is the expected one. Of any number who expect the same version
   * exactly one does; the others learn the actual version.
   *
   * @param expectedVersion as read; {@link Versioned#ABSENT} to make the cell, {@link
   *     Versioned#PENDING} for a value this transaction wrote
   */
  public CasResult compareAndSet(Scope scope, String name, long expectedVersion, Value value) {
    byte[] key = encode(scope, name);
    return scope.compareAndSet(SPACE, key, expectedVersion, Objects.requireNonNull(value, "value"));
  }

  /**
   * Changes a cell by a function of its value, as one transaction. Outside a transaction it is
   * repeated after a conflict until it takes effect; inside one, with that.
   *
   * @param function gives the next value. It may be called several times, so it must do nothing
   *     else: one that has the cell written by another thread would lose to that for ever. Give the
   *     whole a timeout or a retry policy with a transaction of your own. What it throws leaves the
   *     cell as it is and reaches the caller unchanged
   * @return the cell as changed
   * @throws NotFoundException if there is no such cell; {@link #transitionOrInit} makes it
   */
  public Versioned<Value> transition(Scope scope, String name, UnaryOperator<Value> function) {
    return changed(transitionResult(scope, name, before -> following(before, function)));
  }

  /**
   * As {@link #transition}, for a function that looks at the cell's version or time too, or has a
   * result of its own.
   *
   * @return the function's result, with the commit
   */
  public <T> Committed<T> transitionResult(
      Scope scope, String name, Function<? super Versioned<Value>, Transition<T>> function) {
    return change(scope, name, null, function);
  }

  /**
   * As {@link #transition}, from an initial value if the cell does not exist: in the same
   * transaction, and the function is applied to it.
   */
  public Versioned<Value> transitionOrInit(
      Scope scope, String name, Value initial, UnaryOperator<Value> function) {
    return changed(
        transitionOrInitResult(scope, name, initial, before -> following(before, function)));
  }

  /**
   * As {@link #transitionResult}, from an initial value if the cell does not exist. The function
   * sees that at version {@link Versioned#ABSENT} and the time of the transaction.
   */
  public <T> Committed<T> transitionOrInitResult(
      Scope scope,
      String name,
      Value initial,
      Function<? super Versioned<Value>, Transition<T>> function) {
    return change(scope, name, Objects.requireNonNull(initial, "initial value"), function);
  }

  private static Transition<Value> following(
      Versioned<Value> before, UnaryOperator<Value> function) {
    Value next = function.apply(before.value());
    return next == null ? null : new Transition<>(next, next);
  }

  private static Versioned<Value> changed(Committed<Value> done) {
    return new Versioned<>(done.value(), done.version(), done.timeMicros());
  }

  /**
   * @param initial what the function is given if the cell does not exist; null to refuse that
   */
  private static <T> Committed<T> change(
      Scope scope,
      String name,
      Value initial,
      Function<? super Versioned<Value>, Transition<T>> function) {
    byte[] key = encode(scope, name);
    return scope.atomically(
        tx -> {
          Transition<T> next = function.apply(before(tx, name, key, initial));
          if (next == null) {
            throw new InvalidArgumentException(
                "the transition of state cell \""
                    + name
                    + "\" gave no value; return the present one to keep it, delete it with delete");
          }
          tx.put(SPACE, key, next.value());
          return next.result();
        });
  }

  private static Versioned<Value> before(
      TransactionScope tx, String name, byte[] key, Value initial) {
    Versioned<Value> present = tx.getVersioned(SPACE, key);
    if (present != null) {
      return present;
    } else if (initial == null) {
      throw new NotFoundException(
          "state cell \""
              + name
              + "\" does not exist in run "
              + tx.run()
              + "; make it with init, or use transitionOrInit");
    }
    return new Versioned<>(initial, Versioned.ABSENT, tx.nowMicros());
  }

  /**
   * Deletes a cell.
   *
   * @return whether it existed
   */
  public boolean delete(Scope scope, String name) {
    return scope.delete(SPACE, encode(scope, name));
  }

  /**
   * One page of the names that begin with a prefix (any text, also empty), in order.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before; a name
   *     beyond the prefix gives an empty page
   * @param limit most names, at least 1
   */
  public Page<String> names(ReadScope scope, String prefix, String cursor, int limit) {
    Page.Collector<String> page = new Page.Collector<>(limit, Function.identity());
    KeyRange range = KeyRange.prefix(Utf8.encode(prefix, "prefix"));
    scope.scan(
        SPACE,
        cursor.isEmpty() ? range : range.after(encode(scope, cursor)),
        (key, value, version, time) -> page.add(new String(key, StandardCharsets.UTF_8)));
    return page.page();
  }

  /** The states a cell had, newest first, deletions among them, as far as retention kept them. */
  public KeyHistory history(ReadScope scope, String name) {
    return history(scope, name, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the states a cell had, newest first.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link KeyHistory#cursor()} of
   *     the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public KeyHistory history(ReadScope scope, String name, long before, int limit) {
    return scope.history(SPACE, encode(scope, name), before, limit);
  }

  /** A name that is found was checked when its cell was made, so only a miss is checked. */
  private static Versioned<Value> find(ReadScope scope, String name) {
    Versioned<Value> cell = scope.getVersioned(SPACE, name);
    if (cell == null) {
      encode(scope, name);
    }
    return cell;
  }

  private static byte[] encode(ReadScope scope, String name) {
    return Names.key(name, "cell name", scope.limits().keyBytes());
  }

  private static List<byte[]> encodeAll(ReadScope scope, Collection<String> names) {
    return Names.keys(names, "cell name", scope.limits().keyBytes());
  }
}
