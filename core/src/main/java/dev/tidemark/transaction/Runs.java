package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.Mutation;
import dev.tidemark.types.Names;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The engine's own record of runs: that they exist, their names, and their status, which every
 * write of the run relies on. Stateless.
 */
public final class Runs {
  private static final byte[] NAME = RunRecord.name();
  private static final byte[] STATUS = RunRecord.status();
  private static final byte[] ORIGIN = RunRecord.origin();
  private static final byte[] ADOPTED = "adopted".getBytes(StandardCharsets.US_ASCII);
  private static final Value ACTIVE = Value.of(RunStatus.ACTIVE.name());

  /**
   * A run as recorded.
   *
   * @param version the commit that last changed its status
   * @param origin what it is a fork of, if it is one
   */
  public record RunInfo(
      RunId id, String name, RunStatus status, long version, Optional<Origin> origin) {}

  /**
   * Where a fork comes from.
   *
   * @param parent the run that was forked, which may be gone
   * @param version as of which
   */
  public record Origin(RunId parent, long version) {
    static Origin of(Value record) {
      Value.MapValue map = (Value.MapValue) record;
      return new Origin(
          RunId.parse(text(map.get("parent"))), ((Value.LongValue) map.get("version")).value());
    }

    Value toValue() {
      return Value.map("parent", parent.toString(), "version", version);
    }
  }

  /**
   * Makes a run.
   *
   * @param scope any scope of the database or transaction to make it in
   * @param name 1 to 1,024 bytes of text without NUL, not beginning with an underscore; names need
   *     not differ
   */
  public RunId create(Scope scope, String name) {
    Names.name(name, "run name", scope.limits().keyBytes());
    RunId id = RunId.random();
    scope.atomically(
        tx -> {
          TransactionScope run = tx.transaction().in(id);
          put(run, NAME, Value.of(name));
          begin(run);
          return null;
        });
    return id;
  }

  /** The record of the scope's run, or empty if there is none. */
  public Optional<RunInfo> get(ReadScope scope) {
    return scope.atOneView(
        view -> {
          Versioned<Value> status = view.getVersioned(KeySpace.RUN, STATUS);
          return status == null ? Optional.empty() : Optional.of(info(view, status));
        });
  }

  private static RunInfo info(ReadScope view, Versioned<Value> status) {
    return new RunInfo(
        view.run(),
        text(view.get(KeySpace.RUN, NAME)),
        RunStatus.valueOf(text(status.value())),
        status.version(),
        Optional.ofNullable(view.get(KeySpace.RUN, ORIGIN)).map(Origin::of));
  }

  /** A page of the runs that a view sees, by id. */
  static List<RunInfo> list(ViewReads view, MultiVersionMap map, RunId after, int limit) {
    view.requireOpen();
    if (limit < 1) {
      throw new InvalidArgumentException("limit = " + limit + " must be at least 1");
    }
    List<RunInfo> page = new ArrayList<>();
    for (RunPartitions run : map.runsAfter(after)) {
      ViewScope scope = new ViewScope(view, run);
      Versioned<Value> status = scope.getVersioned(KeySpace.RUN, STATUS);
      if (status != null) {
        page.add(info(scope, status));
      }
      if (page.size() == limit) {
        break;
      }
    }
    return page;
  }

  /**
   * Moves the scope's run to another status.
   *
   * @throws InvalidArgumentException if that status may not follow the present one
   */
  public void transition(Scope scope, RunStatus next) {
    scope.atomically(
        tx -> {
          RunStatus present = requireStatus(tx);
          if (!present.next().contains(next)) {
            throw new InvalidArgumentException(
                "run "
                    + tx.run()
                    + " is "
                    + present
                    + " and cannot become "
                    + next
                    + "; it may become "
                    + present.next());
          }
          put(tx, STATUS, Value.of(next.name()));
          tx.transaction().forgetStatus();
          return null;
        });
  }

  /**
   * Deletes the scope's run with everything in it. From this commit on it does not exist: whoever
   * writes to it at the same time either comes before or is refused. Views and history before the
   * commit still have it; what it takes is given back in the background once they are gone.
   *
   * @throws InvalidArgumentException for the scope of what belongs to no run
   */
  public void delete(Scope scope) {
    requireOwn(scope.run(), "deleted");
    scope.atomically(
        tx -> {
          requireStatus(tx);
          discard(tx);
          return null;
        });
  }

  static void requireOwn(RunId run, String what) {
    if (run.equals(RunId.GLOBAL)) {
      throw new InvalidArgumentException(
          "what belongs to no run cannot be " + what + " as one; name a run");
    }
  }

  /** Ends a run, which need not have begun. */
  static void discard(TransactionScope tx) {
    Key status = new Key(tx.run(), KeySpace.RUN, STATUS);
    tx.transaction().writeUnchecked(tx.partitions(), new Mutation.Tombstone(status));
    tx.transaction().forgetStatus();
  }

  /** Begins to make a fork, which nobody sees before {@link #begin}. */
  static void prepare(TransactionScope tx, String name, Origin origin) {
    put(tx, NAME, Value.of(name));
    put(tx, ORIGIN, origin.toValue());
  }

  /** Makes the run exist. */
  static void begin(TransactionScope tx) {
    put(tx, STATUS, ACTIVE);
  }

  /** The version from which on the run has entries, as a view sees it that sees the run. */
  static long madeAt(ViewScope scope) {
    return scope.run().equals(RunId.GLOBAL) ? 1 : scope.getVersioned(KeySpace.RUN, NAME).version();
  }

  /** The name of a run that the view sees. */
  static String name(ViewScope scope) {
    return text(scope.get(KeySpace.RUN, NAME));
  }

  /** Whether the run has been active since a version or before, and adopted by nobody since. */
  static boolean isOrphan(ReadScope scope, long since) {
    Versioned<Value> status = scope.getVersioned(KeySpace.RUN, STATUS);
    Versioned<Value> adopted = scope.getVersioned(KeySpace.RUN, ADOPTED);
    return status != null
        && status.value().equals(ACTIVE)
        && status.version() <= since
        && (adopted == null || adopted.version() <= since);
  }

  static void adopt(TransactionScope tx) {
    put(tx, ADOPTED, Value.of(true));
  }

  /** Reads the run's status, so that the commit relies on it, and refuses a run that is over. */
  /** Runs that are active as of the newest versions, in order. For recovery. */
  static List<RunId> active(MultiVersionMap map) {
    List<RunId> active = new ArrayList<>();
    for (RunPartitions run : map.runsAfter(RunId.GLOBAL)) {
      Entry status = run.find(KeySpace.RUN).find(STATUS);
      if (ACTIVE.equals(status.newest().value())) {
        active.add(run.run());
      }
    }
    return active;
  }

  static void requireWritable(Transaction tx, RunPartitions run) {
    if (run.run().equals(RunId.GLOBAL) || isVetted(tx, run)) {
      return;
    }
    RunStatus status = requireStatus(new TransactionScope(tx, run));
    if (!status.isWritable()) {
      throw new InvalidArgumentException(
          "run " + run.run() + " is " + status + " and accepts no writes; use an active run");
    }
    vet(tx, run);
  }

  /** Whether the status is still what was found to allow writes the last time. */
  private static boolean isVetted(Transaction tx, RunPartitions run) {
    RunPartitions.Vetted vetted = run.vetted();
    return vetted != null
        && !tx.hasWrites()
        && tx.read(vetted.partition(), vetted.entry()) == vetted.state();
  }

  private static void vet(Transaction tx, RunPartitions run) {
    Partition records = run.find(KeySpace.RUN);
    Entry status = records == null ? null : records.find(STATUS);
    Version state = status == null ? null : tx.view().at(status);
    if (!tx.hasWrites() && state != null) {
      run.vetted(new RunPartitions.Vetted(records, status, state));
    }
  }

  /** Throws if a view of a version does not see the run, unless it asks for the run's record. */
  static void requireExists(RunPartitions run, KeySpace space, long version) {
    if (space.id() != KeySpace.RUN.id()) {
      requireExistsAt(run, version);
    }
  }

  /** Throws if a view of a version does not see the run. */
  static void requireExistsAt(RunPartitions run, long version) {
    if (!run.existsAt(version)) {
      throw unknown(run.run());
    }
  }

  /** Throws unless the run exists for a transaction, whose commit then relies on that. */
  static void requireExists(TransactionScope scope) {
    Transaction tx = scope.transaction();
    RunPartitions run = scope.partitions();
    if (run.run().equals(RunId.GLOBAL)) {
      return;
    } else if (!scope.isTracked() && !tx.hasWrites()) {
      requireExistsAt(run, tx.version());
    } else if (!isVetted(tx, run)) {
      requireStatus(scope);
    }
  }

  private static RunStatus requireStatus(PinnedScope scope) {
    Value status = scope.get(KeySpace.RUN, STATUS);
    if (status == null) {
      throw unknown(scope.run());
    }
    return RunStatus.valueOf(text(status));
  }

  private static NotFoundException unknown(RunId run) {
    return new NotFoundException(
        "run " + run + " does not exist; create it first, or use the id it was created with");
  }

  private static void put(TransactionScope scope, byte[] key, Value value) {
    Key full = new Key(scope.run(), KeySpace.RUN, key);
    scope.transaction().writeUnchecked(scope.partitions(), new Mutation.Put(full, value));
  }

  private static String text(Value value) {
    return ((Value.StringValue) value).value();
  }
}
