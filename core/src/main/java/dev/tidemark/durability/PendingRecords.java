package dev.tidemark.durability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of the log: seals records into the chain, decides where segments begin, and holds what no
 * leader has taken yet. Guarded by the log's mutex.
 */
final class PendingRecords {
  private final LogOptions options;
  private final long databaseTag;
  private final ArrayDeque<RecordGroup> unused = new ArrayDeque<>();
  private List<RecordGroup> groups = new ArrayList<>();
  private List<RecordGroup> taken = new ArrayList<>();
  private long end;
  private int chain;
  private long segment;
  private long segmentBytes;
  private long segmentEnd;
  private long lastVersion;
  private long lastTimeMicros;

  PendingRecords(LogEnd end, LogOptions options) {
    this.options = options;
    this.databaseTag = end.databaseTag();
    this.end = end.position();
    this.chain = end.chain();
    this.segment = end.segment().header().number();
    this.segmentBytes = end.segment().bytes();
    this.segmentEnd = end.segment().positionOf(segmentBytes);
    this.lastVersion = end.lastVersion();
    this.lastTimeMicros = end.lastTimeMicros();
  }

  /** Appends a commit and returns the position behind it. */
  long append(byte[] record, long version, long timeMicros, long durableThrough) {
    assert version > lastVersion : version + " after " + lastVersion;
    assert timeMicros >= lastTimeMicros : timeMicros + " after " + lastTimeMicros;
    lastVersion = version;
    lastTimeMicros = timeMicros;
    return append(record, 0, durableThrough);
  }

  /** Appends a close record and returns the position behind it. */
  long appendClose(byte[] record, long durableThrough) {
    return append(record, LogRecordFormat.FLAG_CLOSE, durableThrough);
  }

  private long append(byte[] record, int flags, long durableThrough) {
    RecordGroup group = groupFor(record.length);
    chain =
        LogRecordFormat.seal(
            record,
            new RecordHeader(
                end, lastVersion, lastTimeMicros, durableThrough, databaseTag, flags, chain));
    group.add(record);
    end += record.length;
    return end;
  }

  private RecordGroup groupFor(int recordBytes) {
    if (end + recordBytes > segmentEnd) {
      return startGroup(startSegment(recordBytes));
    }
    RecordGroup last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
    return last != null && last.hasRoomFor(recordBytes) ? last : startGroup(null);
  }

  private RecordGroup.NewSegment startSegment(int recordBytes) {
    segment++;
    segmentBytes = options.sizeAfter(segmentBytes);
    segmentEnd = end + Math.max(segmentBytes - SegmentHeaderFormat.BYTES, recordBytes);
    return new RecordGroup.NewSegment(segmentBytes, chain);
  }

  private RecordGroup startGroup(RecordGroup.NewSegment segment) {
    RecordGroup group = unused.isEmpty() ? new RecordGroup() : unused.poll();
    groups.add(group.startAt(end, segment));
    return group;
  }

  LogMark mark() {
    return new LogMark(lastVersion, lastTimeMicros, end, segment);
  }

  /** Hands over all pending groups, in order, until {@link #recycle}. */
  List<RecordGroup> take() {
    assert taken.isEmpty() : "taken by two at a time";
    List<RecordGroup> handedOver = groups;
    groups = taken;
    taken = handedOver;
    return handedOver;
  }

  /** Takes back what was handed over. */
  void recycle() {
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i).isReusable() && unused.size() < 2) {
        unused.add(taken.get(i));
      }
    }
    taken.clear();
  }
}
