package dev.tidemark.run;

import dev.tidemark.transaction.RunInfo;
import dev.tidemark.transaction.RunInfo.Origin;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record of a run. Times are those of commits, in microseconds since the epoch.
 *
 * @param name names need not differ
 * @param reason why it failed, if it did; it stays when the run is archived
 * @param parent the run it was made for or forked from; empty if there was none or it was deleted
 * @param origin what it is a fork of, if it is one
 * @param tags each once, in the order of their UTF-8
 * @param createdMicros when it began to exist
 * @param updatedMicros when anything of this record last changed
 * @param finishedMicros when it was completed, failed or was cancelled, if it was
 * @param version the commit of the last change, {@link Versioned#PENDING} if it is the reading
 *     transaction
 */
public record Run(
    RunId id,
    String name,
    RunStatus status,
    Optional<String> reason,
    Optional<RunId> parent,
    Optional<Origin> origin,
    List<String> tags,
    Value.MapValue metadata,
    long createdMicros,
    long updatedMicros,
    OptionalLong finishedMicros,
    long version) {
  public Run {
    tags = List.copyOf(tags);
  }

  /**
   * @param metadata null if none was ever set
   */
  static Run of(RunInfo info, Versioned<Value> metadata) {
    Versioned<RunInfo> record = new Versioned<>(info, info.version(), info.updatedMicros());
    boolean inMetadata = metadata != null && metadata.isAfter(record);
    return new Run(
        info.id(),
        info.name(),
        info.status(),
        info.reason(),
        info.parent(),
        info.origin(),
        info.tags(),
        metadata == null ? Value.emptyMap() : (Value.MapValue) metadata.value(),
        info.createdMicros(),
        inMetadata ? metadata.timeMicros() : info.updatedMicros(),
        info.finishedMicros(),
        inMetadata ? metadata.version() : info.version());
  }

  /** The record of a run that a commit made. */
  Run madeBy(long version, long timeMicros) {
    return new Run(
        id,
        name,
        status,
        reason,
        parent,
        origin,
        tags,
        metadata,
        timeMicros,
        timeMicros,
        finishedMicros,
        version);
  }
}
