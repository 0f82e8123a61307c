package dev.tidemark.kv;

import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunDifference;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Values by key, per run. Stateless: every operation takes the scope it works in, a database's or a
 * transaction's.
 *
 * <p>Keys are 1 to 1,024 bytes of UTF-8 without NUL, ordered by those bytes. Every operation throws
 * {@link NotFoundException} for an unknown run, {@link InvalidArgumentException} for an ill-formed
 * key, and {@link LimitExceededException} for one that is too long. Writes return the version of
 * their commit, or {@link Versioned#PENDING} inside a transaction.
 */
public final class KVStore {
  /** Where the store keeps its entries. */
  public static final KeySpace SPACE = new KeySpace(0x10, "kv");

  /** The value of a key, or empty if it does not exist or has expired. */
  public Optional<Value> get(ReadScope scope, String key) {
    return Optional.ofNullable(find(scope, key));
  }

  /** The value of a key with the commit that wrote it. */
  public Optional<Versioned<Value>> getVersioned(ReadScope scope, String key) {
    Versioned<Value> found = scope.getVersioned(SPACE, key);
    if (found == null) {
      encode(scope, key);
    }
    return Optional.ofNullable(found);
  }

  /** The values of those keys that exist, in the order given, all read at one view. */
  public Map<String, Value> getAll(ReadScope scope, Collection<String> keys) {
    List<byte[]> encoded = encodeAll(scope, keys);
    return scope.atOneView(
        view -> {
          Map<String, Value> found = new LinkedHashMap<>();
          int i = 0;
          for (String key : keys) {
            Value value = view.get(SPACE, encoded.get(i++));
            if (value != null) {
              found.put(key, value);
            }
          }
          return found;
        });
  }

  /**
   * The text of a key.
   *
   * @throws InvalidArgumentException if the value is of another kind, as for all typed reads
   */
  public Optional<String> getString(ReadScope scope, String key) {
    return typed(scope, key, Value.StringValue.class).map(Value.StringValue::value);
  }

  /** The whole number of a key. */
  public OptionalLong getLong(ReadScope scope, String key) {
    return typed(scope, key, Value.LongValue.class)
        .map(v -> OptionalLong.of(v.value()))
        .orElseGet(OptionalLong::empty);
  }

  /** The floating point number of a key. */
  public OptionalDouble getDouble(ReadScope scope, String key) {
    return typed(scope, key, Value.DoubleValue.class)
        .map(v -> OptionalDouble.of(v.value()))
        .orElseGet(OptionalDouble::empty);
  }

  /** The truth value of a key. */
  public Optional<Boolean> getBoolean(ReadScope scope, String key) {
    return typed(scope, key, Value.BoolValue.class).map(Value.BoolValue::value);
  }

  /** A copy of the bytes of a key. */
  public Optional<byte[]> getBytes(ReadScope scope, String key) {
    return typed(scope, key, Value.BytesValue.class).map(Value.BytesValue::toArray);
  }

  public boolean exists(ReadScope scope, String key) {
    return find(scope, key) != null;
  }

  /** The states a key had, newest first, deletions among them, as far as retention kept them. */
  public KeyHistory history(ReadScope scope, String key) {
    return history(scope, key, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the states a key had, newest first.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link KeyHistory#cursor()} of
   *     the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public KeyHistory history(ReadScope scope, String key, long before, int limit) {
    return scope.history(SPACE, encode(scope, key), before, limit);
  }

  public long put(Scope scope, String key, Value value) {
    return scope.put(SPACE, encode(scope, key), Objects.requireNonNull(value, "value"));
  }

  public long put(Scope scope, String key, String value) {
    return put(scope, key, Value.of(value));
  }

  public long put(Scope scope, String key, long value) {
    return put(scope, key, Value.of(value));
  }

  public long put(Scope scope, String key, double value) {
    return put(scope, key, Value.of(value));
  }

  public long put(Scope scope, String key, boolean value) {
    return put(scope, key, Value.of(value));
  }

  public long put(Scope scope, String key, byte[] value) {
    return put(scope, key, Value.bytes(value));
  }

  /**
   * Sets a key for a time.
   *
   * @param ttl counted from the time of the transaction; at least 1 µs, at most 36,500 days
   */
  public long put(Scope scope, String key, Value value, Duration ttl) {
    byte[] encoded = encode(scope, key);
    long micros = micros(ttl);
    return scope.atomically(tx -> tx.put(SPACE, encoded, value, tx.nowMicros() + micros)).version();
  }

  /**
   * Sets many keys in one transaction, or none.
   *
   * @throws DatabaseException for a bad entry, naming its place in the order of the map
   */
  public long putAll(Scope scope, Map<String, ? extends Value> entries) {
    List<byte[]> keys = encodeAll(scope, entries.keySet());
    List<Value> values = new ArrayList<>(entries.values());
    int missing = values.indexOf(null);
    if (missing >= 0) {
      throw new InvalidArgumentException(
          "value at index " + missing + " is missing; delete keys with deleteAll");
    }
    return scope
        .atomically(
            tx -> {
              for (int i = 0; i < keys.size(); i++) {
                tx.put(SPACE, keys.get(i), values.get(i));
              }
              return null;
            })
        .version();
  }

  /**
   * Sets a key that does not exist.
   *
   * @return whether it was set
   */
  public boolean putIfAbsent(Scope scope, String key, Value value) {
    return scope.compareAndSet(SPACE, encode(scope, key), Versioned.ABSENT, value).applied();
  }

  /**
   * Sets a key if its version is the expected one. The new value does not expire.
   *
   * @param expectedVersion as read; {@link Versioned#ABSENT} to create, {@link Versioned#PENDING}
   *     for a value this transaction wrote
   */
  public CasResult compareAndSet(Scope scope, String key, long expectedVersion, Value value) {
    return scope.compareAndSet(SPACE, encode(scope, key), expectedVersion, value);
  }

  public CasResult compareAndSet(Scope scope, String key, long expectedVersion, String value) {
    return compareAndSet(scope, key, expectedVersion, Value.of(value));
  }

  /**
   * Deletes a key.
   *
   * @return whether it existed
   */
  public boolean delete(Scope scope, String key) {
    return scope.delete(SPACE, encode(scope, key));
  }

  /**
   * Deletes many keys in one transaction.
   *
   * @return how many existed
   */
  public int deleteAll(Scope scope, Collection<String> keys) {
    List<byte[]> encoded = encodeAll(scope, keys);
    return scope
        .atomically(
            tx -> {
              int existed = 0;
              for (byte[] key : encoded) {
                existed += tx.delete(SPACE, key) ? 1 : 0;
              }
              return existed;
            })
        .value();
  }

  /**
   * Adds to a whole number, from 0 if the key does not exist. The sum does not expire.
   *
   * @return the sum
   * @throws InvalidArgumentException if the value is of another kind or the sum overflows
   */
  public long increment(Scope scope, String key, long delta) {
    byte[] encoded = encode(scope, key);
    return scope.atomically(tx -> increment(tx, key, encoded, delta)).value();
  }

  private static long increment(TransactionScope tx, String key, byte[] encoded, long delta) {
    Value present = tx.get(SPACE, encoded);
    long before = present == null ? 0 : cast(present, key, Value.LongValue.class).value();
    long sum = before + delta;
    if (((before ^ sum) & (delta ^ sum)) < 0) {
      throw new InvalidArgumentException(
          "key \"" + key + "\" holds " + before + "; adding " + delta + " overflows 64 bits");
    }
    tx.put(SPACE, encoded, Value.of(sum), Mutation.NEVER);
    return sum;
  }

  /** The keys that begin with a prefix (any text, also empty), in order. */
  public List<String> keys(ReadScope scope, String prefix) {
    List<String> keys = new ArrayList<>();
    scope.scan(
        SPACE,
        KeyRange.prefix(Utf8.encode(prefix, "prefix")),
        (key, value, version, time) -> keys.add(decode(key)));
    return keys;
  }

  /** The entries whose keys begin with a prefix (any text, also empty), in key order. */
  public List<Entry> entries(ReadScope scope, String prefix) {
    return page(scope, prefix, "", Integer.MAX_VALUE).items();
  }

  /**
   * One page of the entries that begin with a prefix, in key order.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before; a key
   *     beyond the prefix gives an empty page
   * @param limit most entries, at least 1
   */
  public Page<Entry> page(ReadScope scope, String prefix, String cursor, int limit) {
    return page(scope, KeyRange.prefix(Utf8.encode(prefix, "prefix")), cursor, limit);
  }

  /**
   * One page of the entries between two keys, in key order.
   *
   * @param from the lowest key, any text; "" for the first there is
   * @param to the first key beyond, any text; "" for no end
   * @param cursor as in {@link #page}
   * @param limit most entries, at least 1
   * @throws InvalidArgumentException also if {@code to} comes before {@code from}
   */
  public Page<Entry> range(ReadScope scope, String from, String to, String cursor, int limit) {
    byte[] end = to.isEmpty() ? null : Utf8.encode(to, "to");
    return page(scope, new KeyRange(Utf8.encode(from, "from"), end), cursor, limit);
  }

  private static Page<Entry> page(ReadScope scope, KeyRange range, String cursor, int limit) {
    Page.Collector<Entry> page = new Page.Collector<>(limit, Entry::key);
    scope.scan(
        SPACE,
        cursor.isEmpty() ? range : range.after(encode(scope, cursor)),
        (key, value, version, time) -> page.add(new Entry(decode(key), value, version, time)));
    return page.page();
  }

  /**
   * The keys whose values differ between two runs, or one run at two versions, in key order. To
   * compare at one view, take both scopes from one read view, past view or transaction.
   */
  public List<Difference> diff(ReadScope first, ReadScope second) {
    List<Difference> found = new ArrayList<>();
    RunDifference.between(
        first,
        second,
        SPACE,
        entry ->
            found.add(
                new Difference(
                    decode(entry.key()),
                    Optional.ofNullable(entry.first()),
                    Optional.ofNullable(entry.second()))));
    return found;
  }

  /**
   * A key that differs.
   *
   * @param first its value in the first scope, empty if it is not there
   * @param second its value in the second
   */
  public record Difference(String key, Optional<Value> first, Optional<Value> second) {}

  /**
   * A key with its value and the commit that wrote it.
   *
   * @param timeMicros commit time in microseconds since the epoch
   */
  public record Entry(String key, Value value, long version, long timeMicros) {}

  private <V extends Value> Optional<V> typed(ReadScope scope, String key, Class<V> kind) {
    return get(scope, key).map(value -> cast(value, key, kind));
  }

  private static <V extends Value> V cast(Value value, String key, Class<V> kind) {
    if (!kind.isInstance(value)) {
      throw new InvalidArgumentException(
          "key \""
              + key
              + "\" holds a "
              + value.getClass().getSimpleName()
              + ", not a "
              + kind.getSimpleName()
              + "; read it with get");
    }
    return kind.cast(value);
  }

  /** A key that is found was checked when it was stored, so only a miss is checked. */
  private static Value find(ReadScope scope, String key) {
    Value value = scope.get(SPACE, key);
    if (value == null) {
      encode(scope, key);
    }
    return value;
  }

  private static byte[] encode(ReadScope scope, String key) {
    return Names.key(key, "key", scope.limits().keyBytes());
  }

  private static List<byte[]> encodeAll(ReadScope scope, Collection<String> keys) {
    return Names.keys(keys, "key", scope.limits().keyBytes());
  }

  private static String decode(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  private static long micros(Duration ttl) {
    if (ttl.isNegative() || ttl.compareTo(Duration.ofDays(36_500)) > 0 || ttl.toNanos() < 1_000) {
      throw new InvalidArgumentException(
          "ttl " + ttl + " is outside 1 µs..36,500 days; choose one inside");
    }
    return ttl.toNanos() / 1_000;
  }
}
