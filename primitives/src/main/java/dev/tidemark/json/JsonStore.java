package dev.tidemark.json;

import dev.tidemark.transaction.CasResult;
import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Page;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * JSON documents by id, per run, read and changed part by part. Stateless: every operation takes
 * the scope it works in, a database's or a transaction's.
 *
 * <p>A document is a {@link Value} of what JSON has: null, booleans, longs and doubles, strings,
 * lists and maps. {@link Json} makes it from text and back. Ids follow the rules of keys. A path is
 * a singular query of RFC 9535, {@code $.a[0]['b.c']}, or short {@code a[0]['b.c']}; the root is
 * {@code $} or empty. An index may count from the end, {@code [-1]}, to read only.
 *
 * <p>A change writes what lies at its path and no more. Two commits that change one document
 * conflict only if one of their paths leads to, or through, where the other leads; adding or
 * removing an item is a change of the array, and a path through what is missing changes the first
 * container that it makes. A merge of more than 100 members of an object is a change of the object,
 * more than 100 changes made by one call are a change of the document. A transaction that reads a
 * part relies on that part only; one that asks whether a document exists, or queries it, on the
 * whole document.
 *
 * <p>Every operation throws {@link NotFoundException} for an unknown run, and {@link
 * InvalidArgumentException} for an ill-formed id or path. Writes need the document to exist unless
 * they say otherwise, and throw {@link LimitExceededException} if it becomes larger than 16 MiB
 * encoded, deeper than 100 levels, or gets an array or object of more than 1,000,000 entries;
 * inside a transaction size and entries are checked at its commit. Versions they return are those
 * of their commit, or {@link Versioned#PENDING} inside a transaction.
 */
public final class JsonStore {
  /** Where the store keeps its documents. */
  public static final KeySpace SPACE = new KeySpace(0x17, "json", 16 << 20, Json.MAX_DEPTH);

  private static final boolean CREATING = true;
  private static final boolean EXISTING = false;

  /**
   * Adds a document.
   *
   * @throws InvalidArgumentException if one with this id exists
   */
  public long create(Scope scope, String id, Value document) {
    byte[] key = key(scope, id);
    Json.requireJson(document, "document \"" + id + "\"");
    CasResult created = scope.compareAndSet(SPACE, key, Versioned.ABSENT, document);
    if (!created.applied()) {
      throw existing("document \"" + id + "\"");
    }
    return created.version();
  }

  /** As {@link #create(Scope, String, Value)}, from JSON text. */
  public long create(Scope scope, String id, String json) {
    return create(scope, id, Json.parse(json));
  }

  /**
   * Adds several documents in one transaction, or none.
   *
   * @throws DatabaseException for a bad or existing one, naming its place in the order of the map
   */
  public long createAll(Scope scope, Map<String, ? extends Value> documents) {
    List<String> ids = List.copyOf(documents.keySet());
    List<byte[]> keys = keys(scope, ids);
    for (int i = 0; i < keys.size(); i++) {
      Value document = documents.get(ids.get(i));
      Json.requireJson(document, "document at index " + i);
      Json.requireNesting(document, nesting(scope), "document at index " + i);
    }
    return scope
        .atomically(
            tx -> {
              for (int i = 0; i < keys.size(); i++) {
                if (tx.get(SPACE, keys.get(i)) != null) {
                  throw existing("document at index " + i + ", \"" + ids.get(i) + "\",");
                }
              }
              for (int i = 0; i < keys.size(); i++) {
                tx.put(SPACE, keys.get(i), documents.get(ids.get(i)));
              }
              return null;
            })
        .version();
  }

  private static InvalidArgumentException existing(String document) {
    return new InvalidArgumentException(
        document + " exists already; use setOrCreate, or destroy it first");
  }

  /** A document with its version. */
  public Optional<Versioned<Value>> get(ReadScope scope, String id) {
    return Optional.ofNullable(scope.getVersioned(SPACE, key(scope, id)));
  }

  /** A part of a document, with the version of the document; empty if either is not there. */
  public Optional<Versioned<Value>> get(ReadScope scope, String id, String path) {
    JsonPath parsed = JsonPath.of(path);
    byte[] key = key(scope, id);
    Versioned<Value> head = scope.getPathVersioned(SPACE, key, parsed.head());
    Value part = head == null ? null : parsed.tailIn(head.value());
    return part == null
        ? Optional.empty()
        : Optional.of(new Versioned<>(part, head.version(), head.timeMicros()));
  }

  /** Those of the documents that exist, in the order given, all read at one view. */
  public Map<String, Versioned<Value>> getAll(ReadScope scope, Collection<String> ids) {
    List<byte[]> keys = keys(scope, ids);
    return scope.atOneView(
        view -> {
          Map<String, Versioned<Value>> found = new LinkedHashMap<>();
          int i = 0;
          for (String id : ids) {
            Versioned<Value> document = view.getVersioned(SPACE, keys.get(i++));
            if (document != null) {
              found.put(id, document);
            }
          }
          return found;
        });
  }

  public boolean exists(ReadScope scope, String id) {
    return scope.get(SPACE, key(scope, id)) != null;
  }

  /**
   * Sets a part of a document: replaces what is at the path, or adds a member, or an item at the
   * index of an array's length. Containers that are missing on the way are made, as members of
   * objects: arrays for an index 0 at the path's end, else objects.
   *
   * @throws InvalidArgumentException if the path leads into what is no object, or no array
   * @throws NotFoundException if there is no such document, or the path leads beyond an array
   */
  public long set(Scope scope, String id, String path, Value value) {
    Json.requireJson(value, "value");
    return change(scope, id, EXISTING, planned(path, value));
  }

  /** Sets a part to a string: the text itself, which is not read as JSON. */
  public long set(Scope scope, String id, String path, String value) {
    return set(scope, id, path, Value.of(value));
  }

  public long set(Scope scope, String id, String path, long value) {
    return set(scope, id, path, Value.of(value));
  }

  public long set(Scope scope, String id, String path, double value) {
    return set(scope, id, path, Value.of(value));
  }

  public long set(Scope scope, String id, String path, boolean value) {
    return set(scope, id, path, Value.of(value));
  }

  /**
   * Sets several parts of a document in the order of the map, or none.
   *
   * @param values by path
   */
  public long setAll(Scope scope, String id, Map<String, ? extends Value> values) {
    values.forEach((path, value) -> Json.requireJson(value, "value for " + path));
    return change(
        scope, id, EXISTING, plan -> values.forEach((path, v) -> planned(path, v).accept(plan)));
  }

  /** As {@link #set(Scope, String, String, Value)}; a document that is missing begins as {}. */
  public long setOrCreate(Scope scope, String id, String path, Value value) {
    Json.requireJson(value, "value");
    return change(scope, id, CREATING, planned(path, value));
  }

  private static Consumer<Plan> planned(String path, Value value) {
    ValuePath target = JsonPath.of(path).toWrite();
    return plan -> plan.put(target, value);
  }

  /**
   * Removes a part of a document; items behind it move up. Without its root a document is null, and
   * stays: see {@link #destroy}.
   *
   * @return whether it existed; if not, nothing is written
   */
  public boolean delete(Scope scope, String id, String path) {
    ValuePath target = JsonPath.of(path).toWrite();
    byte[] key = key(scope, id);
    if (!target.isRoot()) {
      return scope.removePath(SPACE, key, target);
    }
    return scope
        .atomically(
            tx -> {
              boolean existed = tx.get(SPACE, key) != null;
              if (existed) {
                tx.put(SPACE, key, Value.nil());
              }
              return existed;
            })
        .value();
  }

  /**
   * Merges a patch into a document as RFC 7396 has it: members of objects one by one, null removes
   * one, all else is replaced. A document that is missing begins as {}.
   *
   * @return the version of the commit; of the document, if the patch changes nothing
   */
  public long merge(Scope scope, String id, Value patch) {
    return merge(scope, id, "$", patch);
  }

  /** As {@link #merge(Scope, String, Value)}, from JSON text. */
  public long merge(Scope scope, String id, String json) {
    return merge(scope, id, Json.parse(json));
  }

  /** As {@link #merge(Scope, String, Value)}, into a part of the document, which may be missing. */
  public long merge(Scope scope, String id, String path, Value patch) {
    Json.requireJson(patch, "patch");
    ValuePath target = JsonPath.of(path).toWrite();
    return change(scope, id, CREATING, plan -> MergePatch.plan(plan, target, patch));
  }

  /**
   * Makes the operations of a patch of RFC 6902, or none of them. Tests and pointers see what the
   * operations before have left. A test relies on what it compares, and nothing beside it: it is
   * the compare-and-set of a part. In between the document may be deeper than 100 levels, not than
   * {@value Value#MAX_DEPTH}.
   *
   * @return the version of the commit; of the document, if the patch changes nothing
   * @throws NotFoundException if there is no such document, or a pointer leads nowhere
   * @throws InvalidArgumentException if the patch is none or a test fails, naming its index
   */
  public long patch(Scope scope, String id, Value patch) {
    Json.requireJson(patch, "patch");
    return patch(scope, id, JsonPatch.of(patch));
  }

  /** As {@link #patch(Scope, String, Value)}, from JSON text. */
  public long patch(Scope scope, String id, String json) {
    return patch(scope, id, JsonPatch.of(json));
  }

  private static long patch(Scope scope, String id, JsonPatch patch) {
    return change(scope, id, EXISTING, patch::plan);
  }

  /**
   * Sets a part of a document if the document's version is the expected one.
   *
   * @param expectedVersion as read; {@link Versioned#ABSENT} to create the document, from {} unless
   *     the path is its root; {@link Versioned#PENDING} for one this transaction changed
   */
  public CasResult compareAndSet(
      Scope scope, String id, long expectedVersion, String path, Value value) {
    Json.requireJson(value, "value");
    byte[] key = key(scope, id);
    Consumer<Plan> planner = planned(path, value);
    Committed<CasResult> done =
        scope.atomically(tx -> compareAndSet(tx, id, key, expectedVersion, planner));
    CasResult result = done.value();
    return result.applied()
        ? new CasResult(true, done.version(), result.key(), expectedVersion)
        : result;
  }

  private static CasResult compareAndSet(
      TransactionScope tx, String id, byte[] key, long expectedVersion, Consumer<Plan> planner) {
    Versioned<Value> current = tx.getVersioned(SPACE, key);
    long actual = current == null ? Versioned.ABSENT : current.version();
    boolean applied = actual == expectedVersion;
    if (applied) {
      Plan plan = new Plan(current, nesting(tx));
      planner.accept(plan);
      plan.requireFits(id);
      plan.carryOut(tx, key);
    }
    return new CasResult(applied, actual, new Key(tx.run(), SPACE, key), expectedVersion);
  }

  /**
   * Adds to a whole number, from 0 if there is none at the path.
   *
   * @return the sum
   * @throws InvalidArgumentException if there is something else, or the sum is beyond 64 bits
   */
  public long increment(Scope scope, String id, String path, long delta) {
    return replaceNumber(scope, id, path, present -> Sums.of(present, delta, path));
  }

  /**
   * Adds to a number, from 0 if there is none at the path. The sum is a double.
   *
   * @return the sum
   * @throws InvalidArgumentException if there is something else, a whole number that no double
   *     holds exactly, or the sum is not finite
   */
  public double increment(Scope scope, String id, String path, double delta) {
    return replaceNumber(scope, id, path, present -> Sums.of(present, delta, path));
  }

  private static <N extends Number> N replaceNumber(
      Scope scope, String id, String path, Function<Value, N> next) {
    ValuePath target = JsonPath.of(path).toWrite();
    return planAndCarryOut(
            scope,
            id,
            EXISTING,
            plan -> {
              N number = next.apply(plan.at(target));
              plan.relyOn(target);
              plan.put(target, Value.from(number));
              return number;
            })
        .value();
  }

  /**
   * Appends to an array, which is made if there is nothing at the path.
   *
   * @return the array's length
   */
  public int push(Scope scope, String id, String path, Value... values) {
    return push(scope, id, path, List.of(values));
  }

  /** As {@link #push(Scope, String, String, Value...)}. */
  public int push(Scope scope, String id, String path, List<? extends Value> values) {
    ValuePath target = JsonPath.of(path).toWrite();
    Value.ListValue added = Value.list(values);
    Json.requireJson(added, "list of values");
    return planAndCarryOut(scope, id, EXISTING, plan -> ArrayEnds.push(plan, target, added))
        .value();
  }

  /**
   * Takes the last item off an array.
   *
   * @return the item; empty if there is none, or nothing at the path
   * @throws InvalidArgumentException if there is something else at the path
   */
  public Optional<Value> pop(Scope scope, String id, String path) {
    ValuePath target = JsonPath.of(path).toWrite();
    return planAndCarryOut(scope, id, EXISTING, plan -> ArrayEnds.pop(plan, target)).value();
  }

  /**
   * Removes a document.
   *
   * @return whether it existed
   */
  public boolean destroy(Scope scope, String id) {
    return scope.delete(SPACE, key(scope, id));
  }

  /**
   * Removes several documents in one transaction.
   *
   * @return how many existed
   */
  public int destroyAll(Scope scope, Collection<String> ids) {
    List<byte[]> keys = keys(scope, ids);
    return scope
        .atomically(
            tx -> {
              int existed = 0;
              for (byte[] key : keys) {
                existed += tx.delete(SPACE, key) ? 1 : 0;
              }
              return existed;
            })
        .value();
  }

  /**
   * The nodes of a document that a query selects, any of RFC 9535, in its order. Numbers are
   * compared by what they are worth.
   *
   * @return nothing if there is no such document
   * @throws InvalidArgumentException if the text is no query, naming what is wrong
   * @throws LimitExceededException if the query selects more than 1,000,000 nodes, or takes too
   *     many steps
   */
  public List<JsonMatch> query(ReadScope scope, String id, String query) {
    Query parsed = QueryParser.parse(query);
    Value document = scope.get(SPACE, key(scope, id));
    return document == null ? List.of() : QueryEvaluator.evaluate(parsed, document);
  }

  /**
   * One page of the ids that begin with a prefix (any text, also empty), in order.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most ids, at least 1
   */
  public Page<String> list(ReadScope scope, String prefix, String cursor, int limit) {
    Page.Collector<String> page = new Page.Collector<>(limit, id -> id);
    KeyRange range = behind(scope, KeyRange.prefix(Utf8.encode(prefix, "prefix")), cursor);
    scope.scan(SPACE, range, (key, value, version, time) -> page.add(decode(key)));
    return page.page();
  }

  /** How many documents there are; takes time in proportion to that. */
  public long count(ReadScope scope) {
    long[] count = new long[1];
    scope.scan(SPACE, KeyRange.all(), (key, value, version, time) -> ++count[0] > 0);
    return count[0];
  }

  /**
   * One page of the documents that have a value at a path, in the order of their ids. Numbers are
   * compared by what they are worth. Looks at all documents.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most documents, at least 1
   */
  public Page<JsonDocument> find(
      ReadScope scope, String path, Value value, String cursor, int limit) {
    JsonPath parsed = JsonPath.of(path);
    Json.requireJson(value, "value");
    Page.Collector<JsonDocument> page = new Page.Collector<>(limit, JsonDocument::id);
    scope.scan(
        SPACE,
        behind(scope, KeyRange.all(), cursor),
        (key, document, version, time) -> {
          Value part = parsed.in(document);
          boolean found = part != null && Numbers.same(part, value);
          return !found || page.add(new JsonDocument(decode(key), document, version, time));
        });
    return page.page();
  }

  /** The states a document had, newest first, as far as retention kept them. */
  public KeyHistory history(ReadScope scope, String id) {
    return history(scope, id, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the states a document had, newest first.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link KeyHistory#cursor()} of
   *     the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public KeyHistory history(ReadScope scope, String id, long before, int limit) {
    return scope.history(SPACE, key(scope, id), before, limit);
  }

  /**
   * @param creates whether a document that is missing begins as {}
   */
  private static long change(Scope scope, String id, boolean creates, Consumer<Plan> planner) {
    Committed<Plan> done =
        planAndCarryOut(
            scope,
            id,
            creates,
            plan -> {
              planner.accept(plan);
              return plan;
            });
    return done.value().isEmpty() ? done.value().version() : done.version();
  }

  private static <T> Committed<T> planAndCarryOut(
      Scope scope, String id, boolean creates, Function<Plan, T> planner) {
    byte[] key = key(scope, id);
    return scope.atomically(
        tx -> {
          Plan plan = begin(tx, id, key, creates);
          T result = planned(tx, id, key, plan, planner);
          plan.carryOut(tx, key);
          return result;
        });
  }

  /** Looks at the document without relying on all of it: the changes rely on what they change. */
  private static Plan begin(TransactionScope tx, String id, byte[] key, boolean creates) {
    Versioned<Value> current = tx.untracked().getVersioned(SPACE, key);
    if (current == null && tx.get(SPACE, key) == null && !creates) {
      throw new NotFoundException(
          "document \"" + id + "\" does not exist; create it, or use setOrCreate");
    }
    return new Plan(current, nesting(tx));
  }

  /** A caller that catches the error may go on with what it says of the document. */
  private static <T> T planned(
      TransactionScope tx, String id, byte[] key, Plan plan, Function<Plan, T> planner) {
    try {
      T result = planner.apply(plan);
      plan.requireFits(id);
      return result;
    } catch (DatabaseException e) {
      tx.get(SPACE, key);
      throw e;
    }
  }

  private static KeyRange behind(ReadScope scope, KeyRange range, String cursor) {
    return cursor.isEmpty() ? range : range.after(key(scope, cursor));
  }

  /** Most levels of containers in a document. */
  private static int nesting(ReadScope scope) {
    return Math.min(scope.limits().nesting(), SPACE.nesting());
  }

  private static byte[] key(ReadScope scope, String id) {
    return Names.key(id, "document id", scope.limits().keyBytes());
  }

  private static List<byte[]> keys(ReadScope scope, Collection<String> ids) {
    return Names.keys(ids, "document id", scope.limits().keyBytes());
  }

  private static String decode(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
