package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Utf8;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The engine's own record of runs: that they exist, their names, parents and tags, the status that
 * every write of a run relies on, and the {@linkplain RunRows catalogue} of them all, which the
 * same commits keep. It is what the facade over runs is made of; use that. Stateless.
 *
 * <p>Record and rows agree only if nobody changes what a change of them was derived from. So every
 * change here relies on what it reads, under {@link Isolation#SNAPSHOT} too.
 *
 * <p>A run made before there was a catalogue has no rows: it is found by its id and by {@code
 * Database.runs}, by status once that has changed, and by the tags it is given.
 */
public final class Runs {
  /** Children that lose their parent by one commit. */
  private static final int MOST_CHILDREN = 10_000;

  private static final Value ACTIVE = Value.of(RunStatus.ACTIVE.name());

  /** As {@link #create(Scope, String, Optional, Collection)}, with neither parent nor tags. */
  public RunId create(Scope scope, String name) {
    return create(scope, name, Optional.empty(), List.of());
  }

  /**
   * Makes a run.
   *
   * @param scope any scope of the database or transaction to make it in
   * @param name 1 to 1,024 bytes of text without NUL, not beginning with an underscore; names need
   *     not differ
   * @param parent the run it is made for, of any status
   * @param tags see {@link #addTags}
   * @return its id, above those of all runs made since the database was opened, and of older ones
   *     if the clock has moved on
   * @throws NotFoundException if there is no such parent
   */
  public RunId create(Scope scope, String name, Optional<RunId> parent, Collection<String> tags) {
    Names.name(name, "run name", scope.limits().keyBytes());
    Set<String> sorted = sorted(scope, tags);
    return atomically(
            scope,
            tx -> {
              parent.ifPresent(id -> requireParent(tx.in(id)));
              RunId id = tx.transaction().view().runs().newId(tx.nowMicros());
              begin(tx.in(id), name, parent, sorted);
              return id;
            })
        .value();
  }

  private static void requireParent(TransactionScope parent) {
    RunGuard.requireOwn(parent.run(), "the parent of a run");
    if (parent.get(KeySpace.RUN, RunRecord.status()) == null) {
      throw new NotFoundException(
          "parent run " + parent.run() + " does not exist; create it first, or name none");
    }
  }

  /** The record of the scope's run, or empty if there is none. */
  public Optional<RunInfo> get(ReadScope scope) {
    return scope.atOneView(RunInfo::find);
  }

  /**
   * The status of the scope's run.
   *
   * @throws NotFoundException if there is no such run
   */
  public RunStatus status(ReadScope scope) {
    return scope.atOneView(RunGuard::requireStatus);
  }

  /**
   * A page of the runs that have a row.
   *
   * @param view of any run, but no replay's
   * @param cursor "" for the first page, then that of the page before
   * @param limit most runs, at least 1
   */
  public Page<RunId> page(PinnedScope view, RunRows rows, String cursor, int limit) {
    return rows.page(view, cursor, limit);
  }

  /**
   * The statuses the scope's run had, by their names: one page, newest first.
   *
   * @see ReadScope#history
   */
  public KeyHistory history(ReadScope scope, long before, int limit) {
    return scope.atOneView(
        view -> {
          RunGuard.requireStatus(view);
          return view.history(KeySpace.RUN, RunRecord.status(), before, limit);
        });
  }

  /** A page of the runs that a view sees, by id. */
  static List<RunInfo> list(ViewReads view, MultiVersionMap map, RunId after, int limit) {
    view.requireOpen();
    if (limit < 1) {
      throw new InvalidArgumentException("limit = " + limit + " must be at least 1");
    }
    List<RunInfo> page = new ArrayList<>();
    for (RunPartitions run : map.runsAfter(after)) {
      RunInfo.find(new ViewScope(view, run)).ifPresent(page::add);
      if (page.size() == limit) {
        break;
      }
    }
    return page;
  }

  /**
   * Moves the scope's run to another status.
   *
   * @return the version of the commit, or PENDING inside a transaction, as for all changes
   * @throws InvalidArgumentException if that status may not follow the present one
   */
  public long transition(Scope scope, RunStatus next) {
    return transition(scope, next, Value.nil());
  }

  /** As {@link #transition} to {@link RunStatus#FAILED}, with the reason. */
  public long fail(Scope scope, String reason) {
    return transition(scope, RunStatus.FAILED, Value.of(reason));
  }

  private static long transition(Scope scope, RunStatus next, Value reason) {
    return change(
        scope,
        "moved to a status",
        tx -> {
          RunStatus present = RunGuard.requireStatus(tx);
          requireNext(tx.run(), present, next);
          put(tx, RunRecord.status(), Value.of(next.name()));
          tx.transaction().forgetStatus();
          if (next.isFinished()) {
            put(tx, RunRecord.finished(), reason);
          }
          remove(tx, RunRows.in(present));
          add(tx, RunRows.in(next));
        });
  }

  private static void requireNext(RunId run, RunStatus present, RunStatus next) {
    if (!present.next().contains(next)) {
      throw new InvalidArgumentException(
          "run "
              + run
              + " is "
              + present
              + " and cannot become "
              + next
              + "; it may become "
              + present.next());
    }
  }

  /**
   * Adds tags to the scope's run, which must accept writes; those it has already stay.
   *
   * @param tags each 1 to 1,024 bytes of text without NUL
   * @throws InvalidArgumentException for a bad one, naming its index
   * @throws LimitExceededException for one that is too long
   */
  public long addTags(Scope scope, Collection<String> tags) {
    Set<String> given = sorted(scope, tags);
    return retag(scope, present -> present.addAll(given));
  }

  /** Removes tags from the scope's run, which must accept writes; those it has not are ignored. */
  public long removeTags(Scope scope, Collection<String> tags) {
    Set<String> given = sorted(scope, tags);
    return retag(scope, present -> present.removeAll(given));
  }

  private static long retag(Scope scope, Consumer<Set<String>> change) {
    return change(
        scope,
        "tagged",
        tx -> {
          RunInfo before = RunInfo.find(tx).orElseThrow(() -> RunGuard.unknown(tx.run()));
          RunGuard.requireWritable(tx.transaction(), tx.partitions());
          Set<String> after = sorted(before.tags());
          change.accept(after);
          retag(tx, new HashSet<>(before.tags()), after);
        });
  }

  private static void retag(TransactionScope tx, Set<String> before, Set<String> after) {
    if (!before.equals(after)) {
      putTags(tx, after);
    }
    for (String tag : before) {
      if (!after.contains(tag)) {
        remove(tx, RunRows.tagged(tag));
      }
    }
    for (String tag : after) {
      if (!before.contains(tag)) {
        add(tx, RunRows.tagged(tag));
      }
    }
  }

  private static void putTags(TransactionScope tx, Collection<String> tags) {
    put(tx, RunRecord.tags(), Value.list(tags.stream().map(Value::of).toList()));
  }

  /**
   * Deletes the scope's run with everything in it. From this commit on it does not exist: whoever
   * writes to it at the same time either comes before or is refused. Views and history before the
   * commit still have it; what it takes is given back in the background once they are gone. Its
   * children stay, without a parent. Outside a transaction, if there are more than 10,000, or than
   * a quarter of what a transaction may write, most lose it by commits before this one, for good
   * even if this one is never made.
   *
   * @throws InvalidArgumentException for the scope of what belongs to no run
   */
  public void delete(Scope scope) {
    RunGuard.requireOwn(scope.run(), "deleted");
    if (scope instanceof AutoCommitScope) {
      releaseChildren(scope);
    }
    change(
        scope,
        "deleted",
        tx -> {
          RunInfo run = RunInfo.find(tx).orElseThrow(() -> RunGuard.unknown(tx.run()));
          release(tx, RunRows.childrenOf(run.id()).page(tx, "", Integer.MAX_VALUE).items());
          run.rows().forEach(row -> remove(tx, row));
          discard(tx);
        });
  }

  /** Leaves no more children than the deletion takes along, by commits of a bounded size. */
  private static void releaseChildren(Scope scope) {
    String cursor = "";
    do {
      String from = cursor;
      cursor = atomically(scope, tx -> releaseSome(tx, from)).value();
    } while (!cursor.isEmpty());
  }

  /** Releases some children if more follow them; returns the cursor behind them, "" if not. */
  private static String releaseSome(TransactionScope tx, String from) {
    RunGuard.requireStatus(tx);
    int most = Math.min(MOST_CHILDREN, tx.transaction().view().limits().transactionMutations() / 4);
    Page<RunId> page = RunRows.childrenOf(tx.run()).page(tx, from, Math.max(1, most));
    if (!page.cursor().isEmpty()) {
      release(tx, page.items());
    }
    return page.cursor();
  }

  private static void release(TransactionScope tx, List<RunId> children) {
    RunRows row = RunRows.childrenOf(tx.run());
    for (RunId child : children) {
      put(tx.in(child), RunRecord.parent(), Value.nil());
      remove(tx.in(child), row);
    }
  }

  /**
   * Takes over the scope's run, which a crash left active: it is not listed as an orphan again,
   * unless it is active at another crash.
   *
   * @return true for one of those who call it; false if the run is no orphan
   */
  public boolean adopt(Scope scope) {
    RunGuard.requireOwn(scope.run(), "adopted");
    return atomically(
            scope,
            tx -> {
              RunGuard.requireStatus(tx);
              boolean orphan = isOrphan(tx, tx.transaction().view().runs().orphanedThrough());
              if (orphan) {
                put(tx, RunRecord.adopted(), Value.of(true));
              }
              return orphan;
            })
        .value();
  }

  private static long change(Scope scope, String what, Consumer<TransactionScope> body) {
    RunGuard.requireOwn(scope.run(), what);
    return atomically(
            scope,
            tx -> {
              body.accept(tx);
              return null;
            })
        .version();
  }

  private static <T> Committed<T> atomically(
      Scope scope, Function<? super TransactionScope, T> body) {
    return scope.atomically(
        tx -> body.apply(new TransactionScope(tx.transaction(), tx.partitions())));
  }

  /** Ends a run, which need not have begun. */
  static void discard(TransactionScope tx) {
    remove(tx, RunRecord.status());
    tx.transaction().forgetStatus();
  }

  /** Begins to make a fork, which nobody sees before {@link #beginFork}. */
  static void prepareFork(TransactionScope tx, RunInfo.Origin origin) {
    put(tx, RunRecord.origin(), origin.toValue());
  }

  /** Makes a fork exist: a child of the run it was made from, if that still does. */
  static void beginFork(TransactionScope tx, RunInfo source) {
    boolean exists = tx.in(source.id()).get(KeySpace.RUN, RunRecord.status()) != null;
    Optional<RunId> parent = exists ? Optional.of(source.id()) : Optional.empty();
    begin(tx, source.name(), parent, source.tags());
  }

  private static void begin(
      TransactionScope tx, String name, Optional<RunId> parent, Collection<String> tags) {
    put(tx, RunRecord.name(), Value.of(name));
    put(tx, RunRecord.status(), ACTIVE);
    parent.ifPresent(id -> put(tx, RunRecord.parent(), Value.of(id.toString())));
    if (!tags.isEmpty()) {
      putTags(tx, tags);
    }
    RunRows.of(name, RunStatus.ACTIVE, tags, parent).forEach(row -> add(tx, row));
  }

  /** The version from which on the run has entries, as a view sees it that sees the run. */
  static long madeAt(ViewScope scope) {
    if (scope.run().equals(RunId.GLOBAL)) {
      return 1;
    }
    Versioned<Value> origin = scope.getVersioned(KeySpace.RUN, RunRecord.origin());
    return origin == null
        ? scope.getVersioned(KeySpace.RUN, RunRecord.name()).version()
        : origin.version();
  }

  /** Whether the run has been active since a version or before, and adopted by nobody since. */
  static boolean isOrphan(ReadScope scope, long since) {
    Versioned<Value> status = scope.getVersioned(KeySpace.RUN, RunRecord.status());
    Versioned<Value> adopted = scope.getVersioned(KeySpace.RUN, RunRecord.adopted());
    return status != null
        && status.value().equals(ACTIVE)
        && isBy(since, status)
        && (adopted == null || isBy(since, adopted));
  }

  private static boolean isBy(long since, Versioned<Value> state) {
    return state.version() != Versioned.PENDING && state.version() <= since;
  }

  /** Runs that are active as of the newest versions, in order. For recovery. */
  static List<RunId> active(MultiVersionMap map) {
    List<RunId> active = new ArrayList<>();
    for (RunPartitions run : map.runsAfter(RunId.GLOBAL)) {
      Entry status = run.find(KeySpace.RUN).find(RunRecord.status());
      if (ACTIVE.equals(status.newest().value())) {
        active.add(run.run());
      }
    }
    return active;
  }

  private static Set<String> sorted(Scope scope, Collection<String> tags) {
    int index = 0;
    for (String tag : tags) {
      Names.key(tag, "tag at index " + index++, scope.limits().keyBytes());
    }
    return sorted(tags);
  }

  private static Set<String> sorted(Collection<String> tags) {
    Set<String> sorted = new TreeSet<>(Utf8::compare);
    sorted.addAll(tags);
    return sorted;
  }

  private static void add(TransactionScope run, RunRows rows) {
    write(run.in(RunId.GLOBAL), new Mutation.Put(rows.row(run.run()), Value.nil()));
  }

  private static void remove(TransactionScope run, RunRows rows) {
    write(run.in(RunId.GLOBAL), new Mutation.Tombstone(rows.row(run.run())));
  }

  private static void put(TransactionScope run, byte[] key, Value value) {
    write(run, new Mutation.Put(new Key(run.run(), KeySpace.RUN, key), value));
  }

  private static void remove(TransactionScope run, byte[] key) {
    write(run, new Mutation.Tombstone(new Key(run.run(), KeySpace.RUN, key)));
  }

  private static void write(TransactionScope run, Mutation mutation) {
    run.transaction().writeUnchecked(run.partitions(), mutation);
  }
}
