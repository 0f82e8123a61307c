package dev.tidemark.transaction;

import dev.tidemark.storage.CommitTimes;
import dev.tidemark.types.InvalidArgumentException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Finds the past version that somebody asks for. */
final class PastVersions {
  private final Transactions transactions;
  private final PastReads reads;
  private final CommitTimes times;
  private final MonotonicClock clock;

  PastVersions(
      Transactions transactions, PastReads reads, CommitTimes times, MonotonicClock clock) {
    this.transactions = transactions;
    this.reads = reads;
    this.times = times;
    this.clock = clock;
  }

  PastView at(long version) {
    long newest = transactions.visible();
    if (version < 1 || version > newest) {
      throw new InvalidArgumentException(
          "version " + version + " is outside 1.." + newest + ", the newest; choose one inside");
    }
    long timeMicros = times.timeOf(version);
    reads.requireKept(version, "version " + version);
    return new PastView(reads, version, timeMicros);
  }

  PastView at(Instant time) {
    long micros = micros(time);
    long taken = times.newestAt(micros, transactions.sealTime(micros));
    long version = transactions.awaitVisible(taken);
    if (version == 0) {
      throw new InvalidArgumentException(
          "nothing was committed at or before " + time + "; choose a later time");
    }
    reads.requireKept(version, "the state at " + time);
    return new PastView(reads, version, micros);
  }

  private long micros(Instant time) {
    long now = clock.nowMicros();
    Instant latest = Instant.EPOCH.plus(now, ChronoUnit.MICROS);
    if (time.isAfter(latest)) {
      throw new InvalidArgumentException(
          time + " lies in the future; it is " + latest + ", choose a time up to that");
    }
    // Before the epoch nothing can have been committed that is still kept.
    return time.isBefore(Instant.EPOCH) ? -1 : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
