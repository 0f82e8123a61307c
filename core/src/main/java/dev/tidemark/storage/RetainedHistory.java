package dev.tidemark.storage;

import dev.tidemark.types.Retention;
import java.util.concurrent.TimeUnit;

/**
 * The versions that retention keeps readable though no view is open on them: from its floor to the
 * newest. The floor only rises. It is judged by versions, commit times and sizes alone, so that the
 * same commits give the same floor whatever the clock does.
 */
public final class RetainedHistory {
  private final Retention retention;
  private final CommitTimes times = new CommitTimes();

  /** Per version the bytes of what it superseded; kept only where retention asks for it. */
  private final VersionTable superseded = new VersionTable(0);

  /** The oldest version kept, 0 before the first commit; this and below guarded by this. */
  private long floor;

  /** The newest version whose superseded bytes are counted. */
  private long counted;

  /** Bytes superseded by the versions above the floor, as far as counted. */
  private long bytes;

  public RetainedHistory(Retention retention) {
    this.retention = retention;
  }

  public Retention retention() {
    return retention;
  }

  /** Whether anything but the newest state is kept. */
  public boolean keepsPast() {
    return !(retention instanceof Retention.None);
  }

  /** When each version from the floor on was committed. */
  public CommitTimes times() {
    return times;
  }

  /**
   * Notes a commit; calls come one at a time, in version order without gaps. The first may be any:
   * what lies before it is not kept.
   *
   * @param horizon no version below it is asked for any more
   */
  public void committed(long version, long timeMicros, long horizon) {
    times.add(version, timeMicros, horizon);
    if (retention instanceof Retention.Bytes) {
      superseded.add(version, 0, horizon);
    }
  }

  /**
   * Notes what a commit is about to put a newer version on.
   *
   * @param version the commit, noted before and not yet visible
   * @param before the version superseded, or null
   */
  public void superseded(long version, Version before) {
    if (before != null && retention instanceof Retention.Bytes) {
      superseded.increase(version, before.bytes());
    }
  }

  /**
   * The oldest version kept once a version is visible and is the newest.
   *
   * @param newest visible, or 0; not lower than in an earlier call
   */
  public synchronized long floor(long newest) {
    if (retention instanceof Retention.None) {
      floor = newest;
    } else if (floor == 0) {
      floor = times.first();
      counted = floor;
    }
    while (counted < newest) {
      bytes += superseded.get(++counted);
    }
    while (floor < newest && !keeps(floor, newest)) {
      bytes -= superseded.get(++floor);
    }
    return floor;
  }

  /** The floor while a commit is applied and nothing else runs: what it supersedes is not noted. */
  long floorWhileApplying(long version) {
    return floor(retention instanceof Retention.None ? version : version - 1);
  }

  private boolean keeps(long version, long newest) {
    if (retention instanceof Retention.Commits kept) {
      return newest - version <= kept.commits();
    } else if (retention instanceof Retention.Bytes kept) {
      return bytes <= kept.bytes();
    }
    long age = TimeUnit.MICROSECONDS.convert(((Retention.Age) retention).age());
    return times.timeOf(version + 1) > times.timeOf(newest) - age;
  }
}
