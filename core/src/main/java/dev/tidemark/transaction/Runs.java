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
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The engine's own record of runs: that they exist, their names, and their status, which every
 * write of the run relies on. Stateless.
 */
public final class Runs {
  private static final byte[] NAME = "name".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STATUS = "status".getBytes(StandardCharsets.US_ASCII);
  private static final Value ACTIVE = Value.of(RunStatus.ACTIVE.name());

  /**
   * A run as recorded.
   *
   * @param version the commit that last changed its status
   */
  public record RunInfo(RunId id, String name, RunStatus status, long version) {}

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
          put(run, STATUS, Value.of(RunStatus.ACTIVE.name()));
          return null;
        });
    return id;
  }

  /** The record of the scope's run, or empty if there is none. */
  public Optional<RunInfo> get(ReadScope scope) {
    return scope.atOneView(
        view -> {
          Versioned<Value> status = view.getVersioned(KeySpace.RUN, STATUS);
          return status == null
              ? Optional.empty()
              : Optional.of(
                  new RunInfo(
                      view.run(),
                      text(view.get(KeySpace.RUN, NAME)),
                      RunStatus.valueOf(text(status.value())),
                      status.version()));
        });
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

  /** Reads the run's status, so that the commit relies on it, and refuses a run that is over. */
  /** Runs that are active as of the newest versions, in order. For recovery. */
  static List<RunId> active(MultiVersionMap map) {
    List<RunId> active = new ArrayList<>();
    for (RunPartitions run : map.runs()) {
      Partition records = run.find(KeySpace.RUN);
      Entry status = records == null ? null : records.find(STATUS);
      if (status != null && ACTIVE.equals(status.newest().value())) {
        active.add(run.run());
      }
    }
    Collections.sort(active);
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

  /** Tells a missing key from a missing run. Asked only on a miss, so that a hit costs nothing. */
  static void requireExists(ReadScope scope, KeySpace missed) {
    if (isUserSpace(scope.run(), missed) && scope.getVersioned(KeySpace.RUN, STATUS) == null) {
      throw unknown(scope.run());
    }
  }

  /** As {@link #requireExists(ReadScope, KeySpace)}, at the newest version. */
  static void requireExists(Transactions transactions, RunPartitions run, KeySpace missed) {
    if (isUserSpace(run.run(), missed) && transactions.latest(run, KeySpace.RUN, STATUS) == null) {
      throw unknown(run.run());
    }
  }

  private static boolean isUserSpace(RunId run, KeySpace space) {
    return space.id() != KeySpace.RUN.id() && !run.equals(RunId.GLOBAL);
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
