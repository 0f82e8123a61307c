package dev.tidemark.vector;

import dev.tidemark.transaction.EntryVisitor;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.DatabaseException;
import dev.tidemark.types.EntryRef;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeyRange;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.SharedArrays;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.index.Found;
import dev.tidemark.vector.index.GraphSpec;
import dev.tidemark.vector.index.GraphUse;
import dev.tidemark.vector.index.Overlay;
import dev.tidemark.vector.index.RowTable;
import dev.tidemark.vector.index.Search;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Collections of vectors with metadata, per run, and search for the nearest of them, exact or by a
 * graph. Stateless: every operation takes the scope it works in, a database's or a transaction's.
 *
 * <p>Collection names and vector keys are 1 to 1,024 bytes of UTF-8 without NUL, ordered by those
 * bytes; a name does not begin with an underscore. Every operation throws {@link NotFoundException}
 * for an unknown run, {@link InvalidArgumentException} for an ill-formed name or key, and {@link
 * LimitExceededException} for one that is too long; every operation inside a collection throws
 * {@link NotFoundException} if the collection does not exist. Writes return the version of their
 * commit, or {@link Versioned#PENDING} inside a transaction.
 */
public final class VectorStore {
  /** Where the store keeps its vectors. */
  static final KeySpace ROWS = new KeySpace(0x20, "vector");

  /** Where the store keeps the configs of its collections. */
  static final KeySpace COLLECTIONS = new KeySpace(0x21, "vector collection");

  /**
   * Creates a collection.
   *
   * @throws InvalidArgumentException if it exists already
   */
  public long createCollection(Scope scope, String name, CollectionConfig config) {
    byte[] key = RowKeys.collectionKey(scope, name);
    Value stored = CollectionFormat.encode(config);
    return scope.atomically(tx -> create(tx, name, key, stored)).version();
  }

  private static long create(TransactionScope tx, String name, byte[] key, Value stored) {
    if (tx.get(COLLECTIONS, key) != null) {
      throw new InvalidArgumentException(
          "collection \"" + name + "\" exists already; use it, or delete it first");
    }
    return tx.put(COLLECTIONS, key, stored);
  }

  /**
   * Deletes a collection with all its vectors, in one transaction. The name may then be used for a
   * collection of another dimension or metric.
   *
   * @throws LimitExceededException if it holds as many vectors as one transaction may write; {@link
   *     #deleteAll} some of them first, page by page
   */
  public long deleteCollection(Scope scope, String name) {
    byte[] key = RowKeys.collectionKey(scope, name);
    KeyRange range = RowKeys.of(scope, name).range();
    return scope
        .atomically(
            tx -> {
              requireCollection(tx, name);
              List<byte[]> rowKeys = new ArrayList<>();
              tx.scan(ROWS, range, (row, value, version, time) -> rowKeys.add(row));
              requireDeletable(name, rowKeys.size(), tx.limits().transactionMutations());
              tx.delete(COLLECTIONS, key);
              return deleteRows(tx, rowKeys);
            })
        .version();
  }

  private static void requireDeletable(String name, int rows, int maxMutations) {
    if (rows >= maxMutations) {
      throw new LimitExceededException(
          "the number of entries that deleting collection \"" + name + "\" takes",
          maxMutations,
          rows + 1L,
          "delete some of its vectors first, with listKeys and deleteAll");
    }
  }

  /** A collection, or empty if it does not exist. */
  public Optional<CollectionInfo> getCollection(ReadScope scope, String name) {
    Versioned<Value> found = scope.getVersioned(COLLECTIONS, RowKeys.collectionKey(scope, name));
    return Optional.ofNullable(found).map(v -> info(name, v.value(), v.version(), v.timeMicros()));
  }

  /** Every collection of the run, by name. */
  public List<CollectionInfo> listCollections(ReadScope scope) {
    return listCollections(scope, "", Integer.MAX_VALUE).items();
  }

  /**
   * One page of the collections of the run, by name.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before
   * @param limit most collections, at least 1
   */
  public Page<CollectionInfo> listCollections(ReadScope scope, String cursor, int limit) {
    Page.Collector<CollectionInfo> page = new Page.Collector<>(limit, CollectionInfo::name);
    KeyRange all = KeyRange.all();
    scope.scan(
        COLLECTIONS,
        cursor.isEmpty() ? all : all.after(RowKeys.collectionKey(scope, cursor, "cursor")),
        (key, value, version, time) ->
            page.add(info(new String(key, StandardCharsets.UTF_8), value, version, time)));
    return page.page();
  }

  private static CollectionInfo info(String name, Value stored, long version, long timeMicros) {
    return new CollectionInfo(name, CollectionFormat.decode(stored), version, timeMicros);
  }

  /** Whether a collection exists. */
  public boolean exists(ReadScope scope, String name) {
    return scope.get(COLLECTIONS, RowKeys.collectionKey(scope, name)) != null;
  }

  /** As {@link #insert(Scope, String, VectorItem)}, without metadata. */
  public long insert(Scope scope, String collection, String key, float[] vector) {
    return insert(scope, collection, new VectorItem(key, vector));
  }

  /** As {@link #insert(Scope, String, VectorItem)}. */
  public long insert(
      Scope scope, String collection, String key, float[] vector, Value.MapValue metadata) {
    return insert(scope, collection, new VectorItem(key, vector, metadata));
  }

  /**
   * As {@link #insert(Scope, String, VectorItem)}.
   *
   * @param source the entry that the vector embeds, which need not exist
   */
  public long insert(
      Scope scope,
      String collection,
      String key,
      float[] vector,
      Value.MapValue metadata,
      EntryRef source) {
    return insert(scope, collection, new VectorItem(key, vector, metadata).embedding(source));
  }

  /**
   * Sets a key's vector, metadata and source, whether or not it had others.
   *
   * @throws InvalidArgumentException for a vector of another dimension than the collection's, a NaN
   *     or an infinity
   */
  public long insert(Scope scope, String collection, VectorItem item) {
    byte[] rowKey = RowKeys.of(scope, collection).encode(item.key());
    Value stored = item.stored(scope.limits());
    return scope
        .atomically(
            tx -> {
              requireFits(item.vector(), requireCollection(tx, collection));
              return tx.put(ROWS, rowKey, stored);
            })
        .version();
  }

  /**
   * Inserts many vectors in one transaction, or none; of two with the same key the later stays.
   *
   * @throws DatabaseException for a bad item, naming its index
   */
  public long insertAll(Scope scope, String collection, List<VectorItem> items) {
    List<VectorItem> fixed = fixed(items);
    List<byte[]> keys = encodeAll(scope, collection, fixed.stream().map(VectorItem::key).toList());
    List<Value> stored = storedAll(scope, fixed);
    return scope
        .atomically(
            tx -> {
              requireAllFit(fixed, requireCollection(tx, collection));
              for (int i = 0; i < keys.size(); i++) {
                tx.put(ROWS, keys.get(i), stored.get(i));
              }
              return null;
            })
        .version();
  }

  private static List<VectorItem> fixed(List<VectorItem> items) {
    List<VectorItem> fixed = new ArrayList<>(items);
    int missing = fixed.indexOf(null);
    if (missing >= 0) {
      throw new InvalidArgumentException(
          "item at index " + missing + " is missing; leave it out of the list");
    }
    return fixed;
  }

  private static List<Value> storedAll(Scope scope, List<VectorItem> items) {
    List<Value> stored = new ArrayList<>(items.size());
    for (VectorItem item : items) {
      try {
        stored.add(item.stored(scope.limits()));
      } catch (LimitExceededException e) {
        String what = place(stored.size(), item) + e.what();
        throw new LimitExceededException(
            what, e.limit(), e.actual(), "shorten it, or leave it out");
      }
    }
    return stored;
  }

  private static void requireAllFit(List<VectorItem> items, CollectionConfig config) {
    for (int i = 0; i < items.size(); i++) {
      try {
        requireFits(items.get(i).vector(), config);
      } catch (InvalidArgumentException e) {
        throw new InvalidArgumentException(place(i, items.get(i)) + e.getMessage(), e);
      }
    }
  }

  private static String place(int index, VectorItem item) {
    return "item at index " + index + ", key \"" + item.key() + "\": ";
  }

  private static void requireFits(Value.VectorValue vector, CollectionConfig config) {
    MeasuredVector.of(SharedArrays.of(vector), config.dimension());
  }

  /** A vector with all that was stored with it, or empty if the key does not exist. */
  public Optional<VectorEntry> get(ReadScope scope, String collection, String key) {
    byte[] rowKey = RowKeys.of(scope, collection).encode(key);
    VectorEntry found = find(scope, rowKey, key);
    if (found == null) {
      requireCollection(scope, collection);
    }
    return Optional.ofNullable(found);
  }

  /** The vectors of those keys that exist, in the order given, all read at one view. */
  public Map<String, VectorEntry> getAll(
      ReadScope scope, String collection, Collection<String> keys) {
    List<byte[]> rowKeys = encodeAll(scope, collection, keys);
    return scope.atOneView(
        view -> {
          requireCollection(view, collection);
          Map<String, VectorEntry> found = new LinkedHashMap<>();
          int i = 0;
          for (String key : keys) {
            VectorEntry entry = find(view, rowKeys.get(i++), key);
            if (entry != null) {
              found.put(key, entry);
            }
          }
          return found;
        });
  }

  private static VectorEntry find(ReadScope scope, byte[] rowKey, String key) {
    Versioned<Value> found = scope.getVersioned(ROWS, rowKey);
    if (found == null) {
      return null;
    }
    return Row.of(found.value()).entry(key, found.version(), found.timeMicros());
  }

  /**
   * Deletes a vector.
   *
   * @return whether it existed
   */
  public boolean delete(Scope scope, String collection, String key) {
    byte[] rowKey = RowKeys.of(scope, collection).encode(key);
    return deleteRows(scope, collection, List.of(rowKey)) == 1;
  }

  /**
   * Deletes many vectors in one transaction.
   *
   * @return how many existed
   */
  public int deleteAll(Scope scope, String collection, Collection<String> keys) {
    return deleteRows(scope, collection, encodeAll(scope, collection, keys));
  }

  private static int deleteRows(Scope scope, String collection, List<byte[]> rowKeys) {
    return scope
        .atomically(
            tx -> {
              requireCollection(tx, collection);
              return deleteRows(tx, rowKeys);
            })
        .value();
  }

  private static int deleteRows(TransactionScope tx, List<byte[]> rowKeys) {
    int existed = 0;
    for (byte[] key : rowKeys) {
      existed += tx.delete(ROWS, key) ? 1 : 0;
    }
    return existed;
  }

  /**
   * Replaces a vector's metadata, all of it. The vector and its source stay.
   *
   * @throws NotFoundException if the key does not exist
   */
  public long updateMetadata(Scope scope, String collection, String key, Value.MapValue metadata) {
    byte[] rowKey = RowKeys.of(scope, collection).encode(key);
    Objects.requireNonNull(metadata, "metadata");
    return scope
        .atomically(
            tx -> {
              requireCollection(tx, collection);
              Value present = tx.get(ROWS, rowKey);
              if (present == null) {
                throw new NotFoundException(
                    "collection \"%s\" has no vector \"%s\"; insert it with its metadata"
                        .formatted(collection, key));
              }
              return tx.put(ROWS, rowKey, Row.of(present).withMetadata(metadata).stored());
            })
        .version();
  }

  /** How many vectors a collection holds. */
  public int count(ReadScope scope, String collection) {
    KeyRange range = RowKeys.of(scope, collection).range();
    return scope.atOneView(
        view -> {
          CollectionConfig config = requireCollection(view, collection);
          view.relyOn(ROWS, range);
          return rows(view, collection, config).count(view.version(), overlay(view, range));
        });
  }

  /** The keys of a collection, in order. */
  public List<String> listKeys(ReadScope scope, String collection) {
    return listKeys(scope, collection, "", "", Integer.MAX_VALUE).items();
  }

  /**
   * One page of the keys of a collection that begin with a prefix, in order.
   *
   * @param prefix any text, also empty
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before; a key
   *     beyond the prefix gives an empty page
   * @param limit most keys, at least 1
   */
  public Page<String> listKeys(
      ReadScope scope, String collection, String prefix, String cursor, int limit) {
    Page.Collector<String> page = new Page.Collector<>(limit, key -> key);
    RowKeys codec = RowKeys.of(scope, collection);
    scanRows(
        scope,
        collection,
        codec.range(prefix, cursor),
        (key, value, version, time) -> page.add(codec.decode(key)));
    return page.page();
  }

  /**
   * One page of the vectors of a collection whose keys begin with a prefix, by key. Taken one after
   * the other, pages show what was committed in between; take them from a read view, or in a
   * transaction, to see one state.
   *
   * @param prefix any text, also empty
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before; a key
   *     beyond the prefix gives an empty page
   * @param limit most vectors, at least 1
   */
  public Page<VectorEntry> scan(
      ReadScope scope, String collection, String prefix, String cursor, int limit) {
    Page.Collector<VectorEntry> page = new Page.Collector<>(limit, VectorEntry::key);
    RowKeys codec = RowKeys.of(scope, collection);
    scanRows(
        scope,
        collection,
        codec.range(prefix, cursor),
        (key, value, version, time) ->
            page.add(Row.of(value).entry(codec.decode(key), version, time)));
    return page.page();
  }

  private static void scanRows(
      ReadScope scope, String collection, KeyRange range, EntryVisitor visitor) {
    scope.atOneView(
        view -> {
          requireCollection(view, collection);
          view.scan(ROWS, range, visitor);
          return null;
        });
  }

  /** The states a vector had, newest first, deletions among them, as far as retention kept them. */
  public VectorHistory history(ReadScope scope, String collection, String key) {
    return history(scope, collection, key, KeyHistory.NEWEST, Integer.MAX_VALUE);
  }

  /**
   * One page of the states a vector had, newest first. If the collection was deleted and created
   * again, what the key was before is among them, perhaps with another dimension.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link VectorHistory#cursor()}
   *     of the page before; or a version, to see what came before it
   * @param limit most states, at least 1
   */
  public VectorHistory history(
      ReadScope scope, String collection, String key, long before, int limit) {
    byte[] rowKey = RowKeys.of(scope, collection).encode(key);
    return scope.atOneView(
        view -> {
          requireCollection(view, collection);
          return VectorHistory.of(key, view.history(ROWS, rowKey, before, limit));
        });
  }

  /** As {@link #search(ReadScope, String, float[], int, SearchOptions)}, over all vectors. */
  public List<VectorMatch> search(ReadScope scope, String collection, float[] query, int k) {
    return search(scope, collection, query, k, SearchOptions.defaults()).matches();
  }

  /**
   * As {@link #search(ReadScope, String, float[], int, SearchOptions)}, over those vectors that a
   * filter takes.
   */
  public List<VectorMatch> search(
      ReadScope scope, String collection, float[] query, int k, MetadataFilter filter) {
    SearchOptions options = SearchOptions.defaults().withFilter(filter);
    return search(scope, collection, query, k, options).matches();
  }

  /**
   * The nearest vectors among those the filter takes, all if there are fewer than asked for. Best
   * first: score down, then key up. In a transaction its own writes are found too, and the commit
   * conflicts with any change to the collection made meanwhile.
   *
   * <p>They are exactly the nearest, unless {@link SearchResult#path} says that a graph found them:
   * then some of the nearest may be missing, never anything be there that the view does not see or
   * the filter does not take.
   *
   * @param query finite numbers, as many as the collection's dimension
   * @param k how many, at least 0
   * @throws InvalidArgumentException for a query of another dimension, a NaN, an infinity, or a
   *     negative k
   */
  public SearchResult search(
      ReadScope scope, String collection, float[] query, int k, SearchOptions options) {
    Objects.requireNonNull(options, "options");
    RowKeys codec = RowKeys.of(scope, collection);
    KeyRange range = codec.range();
    Found<Row> found =
        scope.atOneView(
            view -> {
              Versioned<Value> stored = requireStored(view, collection);
              CollectionConfig config = CollectionFormat.decode(stored.value());
              MeasuredVector measured = MeasuredVector.of(query, config.dimension());
              Scorer scorer = new Scorer(config.metric().similarity(), Kernels.current(), measured);
              view.relyOn(ROWS, range);
              RowTable<Row> table = rows(view, collection, config);
              table.dropGraphBefore(stored.version());
              return table.search(
                  new Search<>(
                      scorer, k, view.version(), predicate(options.filter()), overlay(view, range)),
                  graphUse(config, stored.version(), options),
                  options.threads());
            });
    return new SearchResult(
        found.hits().stream()
            .map(hit -> hit.data().match(codec.decode(hit.key()), hit.score(), hit.version()))
            .toList(),
        SearchPath.of(found.path()),
        found.scored());
  }

  /**
   * Brings a collection's graph up to what the scope sees, in this thread, where a search would
   * leave that to a background thread and be exact or slower meanwhile. For after a bulk load. Does
   * nothing for a collection that has no graph, and leaves out what a graph cannot take yet because
   * older views are open.
   */
  public void prepare(ReadScope scope, String collection) {
    scope.atOneView(
        view -> {
          Versioned<Value> stored = requireStored(view, collection);
          CollectionConfig config = CollectionFormat.decode(stored.value());
          GraphUse use = graphUse(config, stored.version(), SearchOptions.defaults());
          if (use != null) {
            rows(view, collection, config).prepare(use, view.version());
          }
          return null;
        });
  }

  /** Null if every row is taken. */
  private static Predicate<Row> predicate(MetadataFilter filter) {
    return filter.equals(MetadataFilter.and()) ? null : row -> filter.matches(row.metadata());
  }

  /** Null if every row is to be scored. */
  private static GraphUse graphUse(CollectionConfig config, long created, SearchOptions options) {
    if (options.exact() || created == Versioned.PENDING) {
      return null;
    }
    if (config.index() instanceof IndexConfig.Hnsw graph) {
      return graphUse(config, graph, created, options, 0);
    }
    if (config.index() instanceof IndexConfig.Auto auto) {
      int fewest = IndexConfig.Auto.fewestVectors(config.dimension());
      return graphUse(config, auto.graph(), created, options, fewest);
    }
    return null;
  }

  private static GraphUse graphUse(
      CollectionConfig config,
      IndexConfig.Hnsw graph,
      long created,
      SearchOptions options,
      int fewestRows) {
    GraphSpec spec =
        new GraphSpec(
            created, config.metric().similarity(), graph.m(), graph.efConstruction(), graph.seed());
    int width = options.efSearch() == 0 ? graph.efSearch() : options.efSearch();
    return new GraphUse(spec, width, fewestRows);
  }

  private static RowTable<Row> rows(PinnedScope view, String collection, CollectionConfig config) {
    VectorIndex index = view.index(ROWS, VectorIndex.class);
    return index == null
        ? new RowTable<>(config.dimension())
        : index.rows(collection, config.dimension());
  }

  /** What a transaction wrote in the collection itself. */
  private static Overlay<Row> overlay(PinnedScope view, KeyRange range) {
    Overlay<Row> overlay = new Overlay<>();
    view.pending(
        ROWS,
        range,
        (key, value, version, time) -> {
          if (value == null) {
            overlay.remove(key);
          } else {
            Row row = Row.of(value);
            overlay.put(key, row.measured(), row);
          }
          return true;
        });
    return overlay;
  }

  private static CollectionConfig requireCollection(ReadScope scope, String name) {
    Value stored = scope.get(COLLECTIONS, name);
    if (stored == null) {
      throw unknown(scope, name);
    }
    return CollectionFormat.decode(stored);
  }

  private static Versioned<Value> requireStored(ReadScope scope, String name) {
    Versioned<Value> stored = scope.getVersioned(COLLECTIONS, RowKeys.collectionKey(scope, name));
    if (stored == null) {
      throw unknown(scope, name);
    }
    return stored;
  }

  private static NotFoundException unknown(ReadScope scope, String name) {
    return new NotFoundException(
        "collection \""
            + name
            + "\" does not exist in run "
            + scope.run()
            + "; create it with createCollection");
  }

  private static List<byte[]> encodeAll(
      ReadScope scope, String collection, Collection<String> keys) {
    RowKeys codec = RowKeys.of(scope, collection);
    List<byte[]> encoded = new ArrayList<>(keys.size());
    for (String key : keys) {
      encoded.add(codec.encode(key, "vector key at index " + encoded.size()));
    }
    return encoded;
  }
}
