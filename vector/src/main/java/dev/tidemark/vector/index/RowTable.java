package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import dev.tidemark.vector.index.TableState.Graph;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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

  /** Rows behind a graph that it is still worth following, and as many for each living row. */
  private static final int MANY = 16_384;

  private static final long OVERRUN_PER_LIVE = 4;
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
  private final GraphWork work = new GraphWork(this);

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
      if (inserter != null && version >= compactAt && isOverrun()) {
        inserter = null; // The next search begins with the rows that are left.
      }
      if (inserter != null) {
        known = Math.max(known, horizon); // All that was published by the last call is here now.
        horizon = Math.max(horizon, version);
      } else if (version >= compactAt) {
        compact(version);
      }
    }
    signalIfThereIsAGraph();
  }

  /** Whether rows change so much faster than they are inserted that most would be in vain. */
  private boolean isOverrun() {
    int behind = columns().size() - state.graph().links().settled();
    return behind > OVERRUN_PER_LIVE * live + MANY;
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

  /** Exactly the best, all if there are fewer. Best first: score down, then key bytes up. */
  public List<Hit<M>> search(
      Scorer scorer, int k, long view, Predicate<? super M> filter, Overlay<M> overlay) {
    return search(new Search<>(scorer, k, view, filter, overlay), null, 1).hits();
  }

  /**
   * As {@link #search(Scorer, int, long, Predicate, Overlay)}, but with a graph most of the best,
   * where it costs less. What is found is always in the view and the filter.
   *
   * @param use null for an exact search
   * @param threads that share the work of scoring every row
   */
  public Found<M> search(Search<M> search, GraphUse use, int threads) {
    if (search.k() == 0) {
      return new Found<>(List.of(), Found.Path.SCAN, 0);
    }
    if (use != null) {
      wantGraph(use, search.view());
    }
    return new GraphSearch<>(state, search, threads).run(use);
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
    signalIfThereIsAGraph();
  }

  /**
   * Lets go of the graph of a collection that was there before the present one, which has none of
   * its own.
   *
   * @param created the version that made the present collection
   */
  public void dropGraphBefore(long created) {
    GraphInserter mine = inserter;
    if (mine != null && mine.spec().created() < created) {
      synchronized (feeding) {
        if (mine == inserter) {
          dropGraph();
        }
      }
    }
  }

  private void dropGraph() {
    inserter = null;
    state = new TableState<>(columns(), null);
    noteCrowding();
  }

  private void signalIfThereIsAGraph() {
    if (inserter != null) {
      work.signal();
    }
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
    takeOver(ordered, new Graph(inserter, view, new Links(spec.m(), ordered.capacity())));
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
      GraphCopy.Restored<M> restored = GraphCopy.restore(saved, columns().inOrder());
      inserter = new GraphInserter(this, saved.spec(), saved.ordinal());
      known = version;
      takeOver(restored.rows(), new Graph(inserter, saved.floor(), restored.links()));
    }
    work.signal();
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
      replaceRows(rest, new Graph(asking, floor, repaired.grown(rest.capacity())));
      return true;
    }
  }

  /** Inserts a few rows; returns whether more are due. */
  boolean insertSome() {
    GraphInserter mine = inserter;
    return mine != null && advance(mine);
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
        graphFailed = true;
        dropGraph();
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
