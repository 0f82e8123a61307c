package dev.tidemark.transaction;

import dev.tidemark.storage.Entry;
import dev.tidemark.storage.Partition;
import dev.tidemark.storage.RunPartitions;
import dev.tidemark.storage.Version;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;

/** What every read and write asks first: whether its run exists, and whether it may be written. */
final class RunGuard {
  private static final byte[] STATUS = RunRecord.status();

  private RunGuard() {}

  /** Reads the run's status, so that the commit relies on it, and refuses a run that is over. */
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
    return vetted != null && !tx.hasWrites() && tx.readVetted(vetted);
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

  /** The status of a run that must exist. */
  static RunStatus requireStatus(PinnedScope scope) {
    Value status = scope.get(KeySpace.RUN, STATUS);
    if (status == null) {
      throw unknown(scope.run());
    }
    return RunStatus.valueOf(((Value.StringValue) status).value());
  }

  static void requireOwn(RunId run, String what) {
    if (run.equals(RunId.GLOBAL)) {
      throw new InvalidArgumentException(
          "what belongs to no run cannot be " + what + " as one; name a run");
    }
  }

  static NotFoundException unknown(RunId run) {
    return new NotFoundException(
        "run " + run + " does not exist; create it first, or use the id it was created with");
  }
}
