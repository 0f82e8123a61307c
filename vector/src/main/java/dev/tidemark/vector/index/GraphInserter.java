package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.DistanceKernel;
import dev.tidemark.vector.distance.Kernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The one inserter of a table's graph. It takes births and deaths of rows in the order of their
 * versions, births of one version by key, deaths after births; nothing else decides what the graph
 * becomes. What is due is known, for everything up to some version was fed.
 *
 * <p>A dead row stays a node: older views see it. When a quarter of what the graph holds is dead,
 * the next version's rows wait until no view can see these dead any more; then the graph is
 * repaired and they are forgotten. If the views stay, the graph goes on without, and tries again
 * later.
 */
final class GraphInserter {
  /** Dead nodes not worth a repair beside living ones. */
  private static final int FEW = 64;

  /** Versions that a repair waits for views to go on. */
  private static final int PATIENCE = 512;

  /** A repair may take longer than a checkpoint should wait. */
  private static final long MOST_MILLIS_TO_SAVE = 100;

  private static final long NEVER = Long.MAX_VALUE;
  private static final int[] NOTHING = {};

  private final ReentrantLock inserting = new ReentrantLock();
  private final RowTable<?> table;
  private final GraphSpec spec;
  private DistanceKernel kernel;
  private GraphBuilder builder;
  private long ordinal;
  private int dead;
  private int tolerated = FEW;
  private long waitingSince = NEVER;
  private int[] births = NOTHING;
  private int nextBirth;
  private int[] deaths = NOTHING;
  private int nextDeath;

  /** What the table tells about its feeding; everything up to {@code known} was fed. */
  record Due(TableState<?> state, long known, long horizon) {}

  GraphInserter(RowTable<?> table, GraphSpec spec) {
    this.table = table;
    this.spec = spec;
  }

  GraphSpec spec() {
    return spec;
  }

  /** Goes on from a graph that was given so many nodes. */
  GraphInserter(RowTable<?> table, GraphSpec spec, long ordinal) {
    this(table, spec);
    this.ordinal = ordinal;
  }

  /** The graph as of a version; null if it cannot be had, or not soon. */
  SavedGraph save(long version) {
    if (!lockSoon()) {
      return null;
    }
    try {
      TableState<?> state = table.state();
      return state.hasGraphOf(this)
          ? GraphCopy.save(state.graph(), state.columns(), version, ordinal)
          : null;
    } finally {
      inserting.unlock();
    }
  }

  private boolean lockSoon() {
    try {
      return inserting.tryLock(MOST_MILLIS_TO_SAVE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Takes in what is due, but not much more than a number of rows.
   *
   * @return whether more is due already
   */
  boolean advance(int most) {
    inserting.lock();
    try {
      for (int done = 0; done < most; done++) {
        if (!takeOne()) {
          return false;
        }
      }
      return true;
    } finally {
      inserting.unlock();
    }
  }

  private boolean takeOne() {
    if (waitingSince != NEVER) {
      return !isStillWaiting();
    }
    if (isExhausted() && !refill()) {
      return false;
    }
    TableState<?> state = table.state();
    if (!state.hasGraphOf(this)) {
      return false;
    }
    Columns<?> rows = state.columns();
    long version = nextVersion(rows);
    if (nextBirth < births.length && rows.born(births[nextBirth]) == version) {
      insert(state.graph().links(), rows, births[nextBirth++]);
    } else {
      dead += state.graph().links().isKnown(deaths[nextDeath++]) ? 1 : 0;
    }
    if (nextVersion(rows) > version && isCrowded(state.graph().links())) {
      waitingSince = version;
    }
    return true;
  }

  private void insert(Links graph, Columns<?> rows, int row) {
    if (builder == null) {
      builder = new GraphBuilder(spec, kernel());
    }
    if (Float.isNaN(rows.inverseNorms[row])) {
      graph.setApart(row);
    } else {
      builder.insert(graph, rows, row, ordinal++);
    }
    settle(graph);
  }

  /** One kernel for the life of the graph: another may round otherwise. */
  private DistanceKernel kernel() {
    if (kernel == null) {
      kernel = Kernels.settled().join();
    }
    return kernel;
  }

  private static void settle(Links graph) {
    int settled = graph.settled();
    while (settled < graph.capacity() && graph.isKnown(settled)) {
      settled++;
    }
    graph.setSettled(settled);
  }

  private boolean isExhausted() {
    return nextBirth == births.length && nextDeath == deaths.length;
  }

  /** The version to take in next; beyond all if what is due is exhausted. */
  private long nextVersion(Columns<?> rows) {
    long birth = nextBirth < births.length ? rows.born(births[nextBirth]) : NEVER;
    long death = nextDeath < deaths.length ? rows.died(deaths[nextDeath]) : NEVER;
    return Math.min(birth, death);
  }

  private boolean isCrowded(Links graph) {
    int held = graph.nodes() + graph.apart().length;
    return dead == held ? dead > 0 : dead > tolerated && 4 * dead > held;
  }

  /** Looks again whether the dead can be forgotten, or will not be so soon. */
  private boolean isStillWaiting() {
    Due due = table.due(this);
    if (due == null) {
      return true;
    }
    if (due.horizon >= waitingSince) {
      repair(waitingSince);
      waitingSince = NEVER;
      return false;
    }
    if (due.known > waitingSince + PATIENCE) {
      tolerated = dead + Math.max(FEW, dead / 4);
      waitingSince = NEVER;
      return false;
    }
    return true;
  }

  private void repair(long horizon) {
    TableState<?> state = table.state();
    if (!state.hasGraphOf(this)) {
      return;
    }
    GraphRepair repair =
        new GraphRepair(spec, kernel(), state.graph().links(), state.columns(), horizon);
    Links repaired = repair.run();
    if (table.forget(this, horizon, repaired, repair.moved())) {
      births = moved(births, nextBirth, repair.moved());
      deaths = moved(deaths, nextDeath, repair.moved());
      nextBirth = 0;
      nextDeath = 0;
      dead = 0;
      tolerated = FEW;
    }
  }

  private static int[] moved(int[] rows, int from, int[] moved) {
    return Arrays.stream(rows, from, rows.length).map(row -> moved[row]).toArray();
  }

  /** Asks the table for what has become due. */
  private boolean refill() {
    Due due = table.due(this);
    if (due == null) {
      return false;
    }
    Columns<?> rows = due.state.columns();
    Links graph = due.state.graph().links();
    passTheDead(graph, rows, due.state.graph().floor());
    births =
        Columns.sorted(
            rows,
            IntStream.range(graph.settled(), rows.size())
                .filter(row -> !graph.isKnown(row) && rows.born(row) <= due.known)
                .toArray());
    nextBirth = 0;
    deaths = table.takeDeaths(this, due.known);
    nextDeath = 0;
    return !isExhausted();
  }

  private static void passTheDead(Links graph, Columns<?> rows, long floor) {
    for (int row = graph.settled(); row < rows.size(); row++) {
      if (!graph.isKnown(row) && rows.died(row) <= floor) {
        graph.pass(row);
      }
    }
    settle(graph);
  }
}
