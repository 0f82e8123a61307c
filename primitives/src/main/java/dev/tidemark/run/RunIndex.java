package dev.tidemark.run;

import dev.tidemark.transaction.Committed;
import dev.tidemark.transaction.PinnedScope;
import dev.tidemark.transaction.ReadScope;
import dev.tidemark.transaction.RunRows;
import dev.tidemark.transaction.Runs;
import dev.tidemark.transaction.Scope;
import dev.tidemark.transaction.TransactionScope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeyHistory;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Page;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The life of runs: made, found, moved from one status to the next, deleted. Stateless: every
 * operation takes the scope it works in, a database's or a transaction's.
 *
 * <p>What is done with one run takes the scope of that run. What makes or lists runs takes any
 * scope of the database, and sees every run there is at that scope's view; a replay holds one run
 * alone, and is refused for listings.
 *
 * <p>A run begins {@link RunStatus#ACTIVE}; {@link RunStatus#next} says what may follow. Active and
 * paused runs accept writes, tags and metadata included; finished and archived ones only a further
 * transition, and deletion. Every operation on a run but {@link #get} throws {@link
 * NotFoundException} if there is none, and {@link InvalidArgumentException} for the scope of what
 * belongs to no run. Changes return the version of their commit, or {@link Versioned#PENDING}
 * inside a transaction.
 */
public final class RunIndex {
  /** Where a run's metadata is. */
  public static final KeySpace SPACE = new KeySpace(0x16, "run-metadata");

  private static final byte[] METADATA = "metadata".getBytes(StandardCharsets.US_ASCII);

  private final Runs runs = new Runs();

  /** As {@link #create(Scope, String, RunOptions)}, with the defaults. */
  public Run create(Scope scope, String name) {
    return create(scope, name, RunOptions.defaults());
  }

  /**
   * Makes an active run. Its id is above those of all runs made since the database was opened, and
   * of older ones if the clock has moved on.
   *
   * @param name 1 to 1,024 bytes of UTF-8 without NUL, not beginning with an underscore; names need
   *     not differ
   * @throws NotFoundException if there is no run that is to be its parent
   */
  public Run create(Scope scope, String name, RunOptions options) {
    Value.MapValue metadata = requireMap(options.metadata());
    Committed<Run> made =
        scope.atomically(
            tx -> {
              RunId id = runs.create(tx, name, options.parent(), options.tags());
              TransactionScope run = tx.in(id);
              if (metadata.size() > 0) {
                run.put(SPACE, METADATA, metadata);
              }
              return find(run).orElseThrow();
            });
    return made.value().madeBy(made.version(), made.timeMicros());
  }

  /** The record of the scope's run; empty if there is none, and for what belongs to no run. */
  public Optional<Run> get(ReadScope scope) {
    return scope.atOneView(this::find);
  }

  private Optional<Run> find(PinnedScope view) {
    return runs.get(view).map(info -> Run.of(info, view.getVersioned(SPACE, METADATA)));
  }

  /**
   * All runs, by name and those of one name by age: one page.
   *
   * @param cursor "" for the first page, then {@link Page#cursor()} of the page before, as for all
   *     listings
   * @param limit most runs, at least 1
   */
  public Page<Run> list(ReadScope scope, String cursor, int limit) {
    return page(scope, RunRows.all(), cursor, limit);
  }

  /** The runs with a name, oldest first, as in all that follow: one page. */
  public Page<Run> byName(ReadScope scope, String name, String cursor, int limit) {
    Names.key(name, "run name", scope.limits().keyBytes());
    return page(scope, RunRows.named(name), cursor, limit);
  }

  /** The runs in a status. */
  public Page<Run> byStatus(ReadScope scope, RunStatus status, String cursor, int limit) {
    return page(scope, RunRows.in(status), cursor, limit);
  }

  /** The runs with a tag, the very one. */
  public Page<Run> byTag(ReadScope scope, String tag, String cursor, int limit) {
    Names.key(tag, "tag", scope.limits().keyBytes());
    return page(scope, RunRows.tagged(tag), cursor, limit);
  }

  /** The runs made for the scope's run, and those forked from it. */
  public Page<Run> children(ReadScope scope, String cursor, int limit) {
    requireOwn(scope);
    return scope.atOneView(
        view -> {
          runs.status(view);
          return page(view, RunRows.childrenOf(view.run()), cursor, limit);
        });
  }

  private Page<Run> page(ReadScope scope, RunRows rows, String cursor, int limit) {
    return scope.atOneView(
        view -> {
          Page<RunId> ids = runs.page(view, rows, cursor, limit);
          List<Run> found =
              ids.items().stream().map(view::in).map(this::find).flatMap(Optional::stream).toList();
          return new Page<>(found, ids.cursor());
        });
  }

  /**
   * Moves the scope's run to another status. Of transactions that do so at the same time, one comes
   * first and the others find what it left.
   *
   * @param next to make it {@link RunStatus#FAILED} use {@link #fail}
   * @throws InvalidArgumentException if that status may not follow the present one; it names both
   */
  public long transition(Scope scope, RunStatus next) {
    if (next == RunStatus.FAILED) {
      throw new InvalidArgumentException("a run fails for a reason; use fail(scope, reason)");
    }
    return runs.transition(scope, next);
  }

  /**
   * As {@link #transition} to {@link RunStatus#FAILED}.
   *
   * @param reason any text but an empty one
   */
  public long fail(Scope scope, String reason) {
    if (reason.isEmpty()) {
      throw new InvalidArgumentException("the reason of a failure is empty; say what went wrong");
    }
    return runs.fail(scope, reason);
  }

  /**
   * The statuses the scope's run had, by name, newest first, as far as retention kept them: one
   * page.
   *
   * @param before {@link KeyHistory#NEWEST} for the first page, then {@link KeyHistory#cursor()} of
   *     the page before
   * @param limit most states, at least 1
   */
  public KeyHistory history(ReadScope scope, long before, int limit) {
    requireOwn(scope);
    return runs.history(scope, before, limit);
  }

  /**
   * The metadata the scope's run had, from when some was first set: one page, as {@link #history}.
   */
  public KeyHistory metadataHistory(ReadScope scope, long before, int limit) {
    requireOwn(scope);
    return scope.history(SPACE, METADATA, before, limit);
  }

  /**
   * Adds tags to the scope's run; those it has already stay.
   *
   * @param tags each 1 to 1,024 bytes of UTF-8 without NUL
   * @throws InvalidArgumentException for an ill-formed one, naming its index
   * @throws LimitExceededException for one that is too long
   */
  public long addTags(Scope scope, Collection<String> tags) {
    return runs.addTags(scope, tags);
  }

  /** Removes tags from the scope's run; those it has not are ignored. */
  public long removeTags(Scope scope, Collection<String> tags) {
    return runs.removeTags(scope, tags);
  }

  /**
   * Replaces the metadata of the scope's run.
   *
   * @param metadata a map
   */
  public long updateMetadata(Scope scope, Value metadata) {
    requireOwn(scope);
    return scope.put(SPACE, METADATA, requireMap(metadata));
  }

  /**
   * Takes over the scope's run, which a crash left active: {@code Database.orphans} lists it no
   * more.
   *
   * @return true for one of those who call it; false if the run is no orphan
   */
  public boolean adopt(Scope scope) {
    return runs.adopt(scope);
  }

  /**
   * Deletes the scope's run, and by choice its children, in one commit: from it on they do not
   * exist, with everything in them. Who writes to one of them, or makes a child of one, at the same
   * time comes before or is refused. Older views and history still have them; what they take is
   * given back in the background. {@link Cascade#DETACH} outside a transaction takes many children
   * from the run by commits before that one, as {@link Runs#delete} says.
   *
   * @return how many runs were deleted
   * @throws InvalidArgumentException for {@link Cascade#RESTRICT} if there are children
   */
  public int delete(Scope scope, Cascade cascade) {
    Objects.requireNonNull(cascade, "cascade");
    requireOwn(scope);
    if (cascade == Cascade.DETACH) {
      runs.delete(scope);
      return 1;
    }
    return scope
        .atomically(
            tx -> {
              runs.status(tx);
              if (cascade == Cascade.RESTRICT) {
                requireNoChildren(tx);
              }
              List<RunId> doomed =
                  cascade == Cascade.DELETE ? withDescendants(tx) : List.of(tx.run());
              doomed.forEach(id -> runs.delete(tx.in(id)));
              return doomed.size();
            })
        .value();
  }

  private void requireNoChildren(TransactionScope tx) {
    List<RunId> children = runs.page(tx, RunRows.childrenOf(tx.run()), "", 1).items();
    if (!children.isEmpty()) {
      throw new InvalidArgumentException(
          "run "
              + tx.run()
              + " has children, "
              + children.get(0)
              + " the oldest; delete them first, or choose DETACH or DELETE");
    }
  }

  /** The run and all below it, children before their parents. */
  private List<RunId> withDescendants(TransactionScope tx) {
    List<RunId> found = new ArrayList<>(List.of(tx.run()));
    for (int i = 0; i < found.size(); i++) {
      RunRows children = RunRows.childrenOf(found.get(i));
      found.addAll(runs.page(tx, children, "", Integer.MAX_VALUE).items());
    }
    Collections.reverse(found);
    return found;
  }

  private static void requireOwn(ReadScope scope) {
    if (scope.run().equals(RunId.GLOBAL)) {
      throw new InvalidArgumentException("what belongs to no run is no run; name one");
    }
  }

  private static Value.MapValue requireMap(Value metadata) {
    if (metadata instanceof Value.MapValue map) {
      return map;
    }
    throw new InvalidArgumentException(
        "metadata is a " + metadata.getClass().getSimpleName() + ", not a map; put it into one");
  }
}
