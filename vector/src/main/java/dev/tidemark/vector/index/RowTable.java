package dev.tidemark.vector.index;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.vector.distance.Kernels;
import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.index.TableState.Graph;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Every row of one collection that a live view may see, for exact search at a view, and once there
 * is a graph over them, for approximate search.
 *
 * <p>Feeding ({@link #append}, {@link #remove}, {@link #compact}) takes a lock; searching takes
 * none. A search at view v is right if everything up to v was fed before it began; what is fed
 * meanwhile must be newer than v. Rows of one key are fed in the order of their versions; different
 * keys need not be.
 *
 * <p>A graph begins with the first search that may use one. Threads of its own insert rows into it;
 * a search scores those it does not have yet one by one, so no search waits for an insertion and
 * none misses a row for its being new.
 *
 * @param <M> what is stored with a row and given to the filter
 */
public final class RowTable<M> {
  /** The version of a hit that the searching transaction has not committed yet. */
  public static final long PENDING = -1;

  private static final int SMALLEST_CAPACITY = 16;

  /** Dead rows not worth a compaction beside living ones. */
  private static final int FEW = 256;

  private static final long NEVER = Long.MAX_VALUE;
  private static final Logger LOGGER = System.getLogger("dev.tidemark.vector");

  /** Rows that one thread inserts before another table has its turn. */
  private static final int SLICE = 64;

  private final Object feeding = new Object();
  private final int dimension;
  private KeyTable newest = new KeyTable();
  private volatile TableState<M> state = new TableState<>(new Columns<>(SMALLEST_CAPACITY), null);
  private int live;
  private long newestChange;
  private long compactAt = NEVER;

  /** Everything up to this version was fed. */
  private volatile long known;

  private long horizon;
  private volatile GraphInserter inserter;
  private boolean graphFailed;

  /** Rows that died and that the inserter was not told of. */
  private int[] deaths = {};

  private int deathCount;
  private final AtomicInteger signals = new AtomicInteger();

  /** An empty table of vectors of {@code dimension} values. */
  public RowTable(int dimension) {
    this.dimension = dimension;
  }

  /**
   * Adds a row born at {@code version}; the key's row before it, if it lives, dies then. The arrays
   * are kept, not copied.
   *
   * @throws IllegalArgumentException if the vector has another dimension, or the key's newest row
   *     is not older than {@code version}
   */
  public void append(byte[] key, MeasuredVector vector, M metadata, long version) {
    requireDimension(vector);
    synchronized (feeding) {
      endNewest(key, version);
      Columns<M> columns = columns();
      if (columns.isFull()) {
        columns = columns.grown();
        state = new TableState<>(columns, state.graph());
      }
      newest.put(columns.append(key, vector, metadata, version), columns.keys);
      live++;
      changed(version);
    }
  }

  /**
   * Ends the key's row at {@code version}.
   *
   * @return false if no row of the key was live
   * @throws IllegalArgumentException if the key's newest row is not older than {@code version}
   */
  public boolean remove(byte[] key, long version) {
    synchronized (feeding) {
      boolean ended = endNewest(key, version);
      if (ended) {
        changed(version);
      }
      return ended;
    }
  }

  /** Whether the table wants to be told of horizons: many rows are dead, or there is a graph. */
  public boolean isWatching() {
    synchronized (feeding) {
      return compactAt != NEVER || inserter != null;
    }
  }

  /**
   * Forgets the dead rows that made the table crowded, once no view sees any of them: in sum, each
   * row fed pays for a few rows copied. No view older than {@code version} may be read again.
   */
  public void forgetBefore(long version) {
    synchronized (feeding) {
      if (inserter != null) {
        known = Math.max(known, horizon); // All that was published by the last call is here now.
        horizon = Math.max(horizon, version);
      } else if (version >= compactAt) {
        compact(version);
      }
    }
    insertSoon();
  }

  /** Forgets the rows that died at or before {@code version}; no older view may be read again. */
  void compact(long version) {
    synchronized (feeding) {
      assert inserter == null : "the inserter forgets";
      replaceRows(columns().without(version, SMALLEST_CAPACITY), null);
    }
  }

  private void replaceRows(Columns<M> rest, Graph graph) {
    KeyTable table = new KeyTable();
    for (int row = 0; row < rest.size(); row++) {
      table.put(row, rest.keys);
    }
    newest = table;
    state = new TableState<>(rest, graph);
    compactAt = NEVER;
    noteCrowding();
  }

  /** Rows held, dead ones included. */
  public int size() {
    return columns().size();
  }

  TableState<M> state() {
    return state;
  }

  private Columns<M> columns() {
    return state.columns();
  }

  /**
   * Exactly the best {@code k} of the rows that {@code view} sees and {@code filter} takes, the
   * rows of {@code overlay} in place of the committed rows of the same keys; all, if there are
   * fewer. Best first: score down, then key bytes up.
   *
   * @throws InvalidArgumentException if {@code k} is negative
   */
  public List<Hit<M>> search(
      Scorer scorer, int k, long view, Predicate<? super M> filter, Overlay<M> overlay) {
    return search(scorer, k, view, filter, overlay, null).hits();
  }

  /**
   * As {@link #search(Scorer, int, long, Predicate, Overlay)}, but with a graph most of the best,
   * where it costs less. What is found is always in the view and the filter.
   *
   * @param use null for an exact search
   */
  public Found<M> search(
      Scorer scorer,
      int k,
      long view,
      Predicate<? super M> filter,
      Overlay<M> overlay,
      GraphUse use) {
    if (k < 0) {
      throw new InvalidArgumentException("k is %d; pass 0 or more".formatted(k));
    }
    if (k == 0) {
      return new Found<>(List.of(), Found.Path.SCAN, 0);
    }
    if (use != null) {
      wantGraph(use, view);
    }
    TableState<M> now = state;
    ExactScan<M> result = new ExactScan<>(now.columns(), scorer, view, filter, overlay, k);
    return new GraphSearch<>(now, scorer, view, result).run(use, k);
  }

  /**
   * Inserts into the graph, in this thread or by waiting for the one that does, what a view sees
   * and no older view can forbid; begins the graph if there is none.
   */
  public void prepare(GraphUse use, long view) {
    wantGraph(use, view);
    GraphInserter mine = inserter;
    while (mine != null && advance(mine)) {
      // Other callers and threads get their turns between slices.
    }
  }

  /** Begins a graph if there is to be one, and tells it that all up to the view was fed. */
  private void wantGraph(GraphUse use, long view) {
    if (view <= known && isAsNew(inserter, use)) {
      return;
    }
    synchronized (feeding) {
      if (!isAsNew(inserter, use) && use.spec().created() <= view && isWorthAGraph(use)) {
        beginGraph(use.spec(), view);
      }
      known = Math.max(known, view);
    }
    insertSoon();
  }

  private static boolean isAsNew(GraphInserter inserter, GraphUse use) {
    return inserter != null && inserter.spec().created() >= use.spec().created();
  }

  private boolean isWorthAGraph(GraphUse use) {
    return !graphFailed && live > 0 && live >= use.fewestRows();
  }

  private void beginGraph(GraphSpec spec, long view) {
    Columns<M> ordered = columns().inOrder();
    inserter = new GraphInserter(this, spec);
    takeOver(ordered, new Graph(spec, view, new Links(spec.m(), ordered.capacity())));
  }

  /** The graph as it was at a version, or null. */
  public SavedGraph saveGraph(long version) {
    GraphInserter mine = inserter;
    return mine == null ? null : mine.save(version);
  }

  /**
   * Takes a saved graph over; rows of its that are not here any more are unlinked.
   *
   * @param version the version it was saved at, up to which everything was fed and nothing newer
   */
  public void restoreGraph(SavedGraph saved, long version) {
    synchronized (feeding) {
      Columns<M> rows = columns().inOrder();
      Columns<M> merged = new Columns<>(rows.size() + saved.size());
      int[] rowOf = new int[saved.size()];
      int missing = merge(rows, saved, merged, rowOf);
      Links links = GraphCopy.restore(saved, rowOf, merged.capacity());
      if (missing > 0) {
        links =
            new GraphRepair(saved.spec(), Kernels.settled().join(), links, merged, Columns.GONE)
                .run();
        merged = merged.without(Columns.GONE, SMALLEST_CAPACITY);
        links = links.grown(merged.capacity());
      }
      inserter = new GraphInserter(this, saved.spec(), saved.ordinal());
      known = version;
      takeOver(merged, new Graph(saved.spec(), saved.floor(), links));
    }
    insertSoon();
  }

  /** Puts rows and nodes into one order; returns how many nodes have no row. */
  private static <M> int merge(Columns<M> rows, SavedGraph saved, Columns<M> merged, int[] rowOf) {
    int missing = 0;
    int row = 0;
    for (int node = 0; node < saved.size(); node++) {
      byte[] key = saved.keys()[node];
      long born = saved.born()[node];
      while (row < rows.size() && rows.compare(row, born, key) < 0) {
        merged.appendFrom(rows, row++);
      }
      if (row < rows.size() && rows.compare(row, born, key) == 0) {
        rowOf[node] = merged.appendFrom(rows, row++);
      } else {
        rowOf[node] = merged.appendGone(key, born);
        missing++;
      }
    }
    while (row < rows.size()) {
      merged.appendFrom(rows, row++);
    }
    return missing;
  }

  private void takeOver(Columns<M> ordered, Graph graph) {
    deathCount = 0;
    replaceRows(ordered, graph);
    for (int row = 0; row < ordered.size(); row++) {
      if (!ordered.isLive(row) && ordered.died(row) > graph.floor()) {
        noteDeath(row);
      }
    }
  }

  /** What is due for an inserter, with room for it in the graph; null if it is not the table's. */
  GraphInserter.Due due(GraphInserter asking) {
    synchronized (feeding) {
      if (asking != inserter) {
        return null;
      }
      Graph graph = state.graph();
      if (graph.links().capacity() < columns().capacity()) {
        Links larger = graph.links().grown(columns().capacity());
        state = new TableState<>(columns(), graph.with(larger));
      }
      return new GraphInserter.Due(state, known, horizon);
    }
  }

  /** Takes the deaths up to a version, in order. */
  int[] takeDeaths(GraphInserter asking, long version) {
    synchronized (feeding) {
      if (asking != inserter) {
        return new int[0];
      }
      Columns<M> rows = columns();
      int[] all = Arrays.copyOf(deaths, deathCount);
      deathCount = 0;
      for (int row : all) {
        if (rows.died(row) > version) {
          deaths[deathCount++] = row;
        }
      }
      return Arrays.stream(all)
          .filter(row -> rows.died(row) <= version)
          .boxed()
          .sorted(Comparator.comparingLong(rows::died))
          .mapToInt(row -> row)
          .toArray();
    }
  }

  /**
   * Forgets the rows that died at or before a version, a repaired graph taking the place of theirs.
   *
   * @param repaired with the rows numbered as they will be
   * @return false if the graph was replaced meanwhile
   */
  boolean forget(GraphInserter asking, long version, Links repaired, int[] moved) {
    synchronized (feeding) {
      if (asking != inserter) {
        return false;
      }
      Columns<M> before = columns();
      Columns<M> rest = before.without(version, SMALLEST_CAPACITY);
      int fedMeanwhile = before.size() - moved.length;
      for (int i = 0; i < deathCount; i++) {
        deaths[i] =
            deaths[i] < moved.length ? moved[deaths[i]] : deaths[i] - before.size() + rest.size();
      }
      assert fedMeanwhile >= 0;
      Graph old = state.graph();
      long floor = Math.max(old.floor(), version);
      replaceRows(rest, new Graph(old.spec(), floor, repaired.grown(rest.capacity())));
      return true;
    }
  }

  private void insertSoon() {
    GraphInserter mine = inserter;
    if (mine != null && signals.getAndIncrement() == 0) {
      GraphThreads.execute(new Slice(new WeakReference<>(this)));
    }
  }

  /** A few insertions, then another's turn. A table that nobody holds any more is left alone. */
  private record Slice(WeakReference<RowTable<?>> of) implements Runnable {
    @Override
    public void run() {
      RowTable<?> table = of.get();
      if (table != null && table.runSlice()) {
        GraphThreads.execute(this);
      }
    }
  }

  private boolean runSlice() {
    int seen = signals.get();
    GraphInserter mine = inserter;
    return (mine != null && advance(mine)) || !signals.compareAndSet(seen, 0);
  }

  private boolean advance(GraphInserter mine) {
    try {
      return mine.advance(SLICE);
    } catch (RuntimeException | Error e) {
      giveUp(mine, e);
      return false;
    }
  }

  /** A graph that cannot be built leaves searches exact. */
  private void giveUp(GraphInserter mine, Throwable failure) {
    LOGGER.log(Level.ERROR, "A graph index failed; its collection is scanned", failure);
    synchronized (feeding) {
      if (mine == inserter) {
        inserter = null;
        graphFailed = true;
        state = new TableState<>(columns(), null);
        noteCrowding();
      }
    }
  }

  private void noteDeath(int row) {
    if (deathCount == deaths.length) {
      deaths = Arrays.copyOf(deaths, Math.max(SMALLEST_CAPACITY, 2 * deathCount));
    }
    deaths[deathCount++] = row;
  }

  /**
   * How many rows {@code view} sees, the rows of {@code overlay} in place of the committed rows of
   * the same keys.
   */
  public int count(long view, Overlay<M> overlay) {
    synchronized (feeding) {
      int committed = view >= newestChange ? live : columns().countVisible(view);
      return committed + overlay.countChange(key -> sees(key, view));
    }
  }

  private boolean sees(byte[] key, long view) {
    Columns<M> columns = columns();
    int row = newest.find(key, columns.keys);
    while (row >= 0 && columns.born(row) > view) {
      row = columns.rowBefore(row, key);
    }
    return row >= 0 && columns.isVisible(row, view);
  }

  private void changed(long version) {
    newestChange = Math.max(newestChange, version);
    if (compactAt == NEVER) {
      noteCrowding();
    }
  }

  private void noteCrowding() {
    int rows = columns().size();
    int dead = rows - live;
    if (dead > 0 && (live == 0 || dead > rows / 2 + FEW)) {
      compactAt = newestChange;
    }
  }

  private boolean endNewest(byte[] key, long version) {
    Columns<M> columns = columns();
    int row = newest.find(key, columns.keys);
    if (row < 0) {
      return false;
    }
    boolean wasLive = columns.isLive(row);
    long last = wasLive ? columns.born(row) : columns.died(row);
    if (last >= version) {
      throw new IllegalArgumentException(
          "Version %d of a row comes after version %d; feed a key's versions in order"
              .formatted(version, last));
    }
    if (wasLive) {
      columns.kill(row, version);
      live--;
      if (inserter != null) {
        noteDeath(row);
      }
    }
    return wasLive;
  }

  private void requireDimension(MeasuredVector vector) {
    if (vector.values().length != dimension) {
      throw new IllegalArgumentException(
          "The vector has %d values, the table's dimension is %d"
              .formatted(vector.values().length, dimension));
    }
  }

  /** Throws an AssertionError unless every key has at most one live row, its newest. */
  void checkInvariants() {
    synchronized (feeding) {
      int living = 0;
      Columns<M> columns = columns();
      for (int row = 0; row < columns.size(); row++) {
        check(columns.born(row) < columns.died(row), "row %d died before its birth", row);
        int last = newest.find(columns.keys[row], columns.keys);
        check(last >= row, "row %d is newer than its key's newest row", row);
        check(last == row || !columns.isLive(row), "row %d lives beside a newer one", row);
        living += columns.isLive(row) ? 1 : 0;
      }
      check(living == live, "%d rows live, another number was counted", living);
      if (state.graph() != null) {
        state.graph().links().checkInvariants();
      }
    }
  }

  private static void check(boolean holds, String complaint, int number) {
    if (!holds) {
      throw new AssertionError(complaint.formatted(number));
    }
  }
}
