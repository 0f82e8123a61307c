package dev.tidemark.transaction;

import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import dev.tidemark.types.RunRecord;
import dev.tidemark.types.RunStatus;
import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as recorded. Times are those of commits, in microseconds since the epoch.
 *
 * @param reason why it failed, if it did
 * @param parent the run it was made for or forked from; empty if it was made for none, or that one
 *     was deleted
 * @param origin what it is a fork of, if it is one
 * @param tags in the order of their UTF-8
 * @param createdMicros when it began to exist
 * @param updatedMicros when any of this last changed
 * @param finishedMicros when it was completed, failed or was cancelled
 * @param version the commit of that change, {@link Versioned#PENDING} if it is the reading
 *     transaction
 */
public record RunInfo(
    RunId id,
    String name,
    RunStatus status,
    Optional<String> reason,
    Optional<RunId> parent,
    Optional<Origin> origin,
    List<String> tags,
    long createdMicros,
    long updatedMicros,
    OptionalLong finishedMicros,
    long version) {
  public RunInfo {
    tags = List.copyOf(tags);
  }

  /**
   * Where a fork comes from.
   *
   * @param parent the run that was forked, which may be gone
   * @param version as of which
   */
  public record Origin(RunId parent, long version) {
    private static Origin of(Value record) {
      Value.MapValue map = (Value.MapValue) record;
      return new Origin(
          RunId.parse(text(map.get("parent"))), ((Value.LongValue) map.get("version")).value());
    }

    Value toValue() {
      return Value.map("parent", parent.toString(), "version", version);
    }
  }

  /** The record of the scope's run, or empty if there is none. */
  static Optional<RunInfo> find(PinnedScope view) {
    Versioned<Value> status = view.getVersioned(KeySpace.RUN, RunRecord.status());
    return status == null ? Optional.empty() : Optional.of(read(view, status));
  }

  private static RunInfo read(PinnedScope view, Versioned<Value> status) {
    Versioned<Value> name = view.getVersioned(KeySpace.RUN, RunRecord.name());
    Versioned<Value> parent = view.getVersioned(KeySpace.RUN, RunRecord.parent());
    Versioned<Value> tags = view.getVersioned(KeySpace.RUN, RunRecord.tags());
    Versioned<Value> finished = view.getVersioned(KeySpace.RUN, RunRecord.finished());
    Versioned<Value> newest = newest(newest(name, status), newest(parent, tags));
    RunStatus now = RunStatus.valueOf(text(status.value()));
    // Runs of releases that did not write it finished when they got their status.
    Versioned<Value> end = finished == null && now.isFinished() ? status : finished;
    return new RunInfo(
        view.run(),
        text(name.value()),
        now,
        optional(finished).flatMap(RunInfo::textIfAny),
        optional(parent).flatMap(RunInfo::textIfAny).map(RunId::parse),
        Optional.ofNullable(view.get(KeySpace.RUN, RunRecord.origin())).map(Origin::of),
        tags == null ? List.of() : tags(tags.value()),
        name.timeMicros(),
        newest.timeMicros(),
        end == null ? OptionalLong.empty() : OptionalLong.of(end.timeMicros()),
        newest.version());
  }

  private static Versioned<Value> newest(Versioned<Value> a, Versioned<Value> b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  private static Optional<Value> optional(Versioned<Value> entry) {
    return Optional.ofNullable(entry).map(Versioned::value);
  }

  private static Optional<String> textIfAny(Value textOrNull) {
    return textOrNull instanceof Value.StringValue text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private static List<String> tags(Value list) {
    List<String> tags = new ArrayList<>();
    ((Value.ListValue) list).forEach(tag -> tags.add(text(tag)));
    return tags;
  }

  private static String text(Value value) {
    return ((Value.StringValue) value).value();
  }

  /** The rows of the catalogue that lead to it. */
  List<RunRows> rows() {
    return RunRows.of(name, status, tags, parent);
  }
}
