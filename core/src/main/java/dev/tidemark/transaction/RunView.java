package dev.tidemark.transaction;

import dev.tidemark.types.HistoryUnavailableException;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Key;
import dev.tidemark.types.RunId;
import java.util.List;

/**
 * What happened in one run, commit by commit. It holds all of what it shows, apart from the
 * database: nothing is written, later commits change nothing, and it stays readable when the
 * database is closed. Its memory is that of every state it shows. Safe for any number of threads.
 */
public final class RunView {
  private final PastReads reads;
  private final RunId run;
  private final List<Step> steps;
  private final long startMicros;
  private final long completeFrom;
  private final long newest;

  /**
   * @param startMicros time of the last commit before the first step
   */
  RunView(
      PastReads reads,
      RunId run,
      List<Step> steps,
      long startMicros,
      long completeFrom,
      long newest) {
    this.reads = reads;
    this.run = run;
    this.steps = List.copyOf(steps);
    this.startMicros = startMicros;
    this.completeFrom = completeFrom;
    this.newest = newest;
  }

  /**
   * One commit of the run.
   *
   * @param timeMicros commit time in microseconds since the epoch
   * @param changed the run's keys it wrote or deleted, in order; for a run that was forked, the
   *     first step has all that was copied
   * @param scope the run as the commit left it, for every read, search included; expiry is judged
   *     by the commit's time
   */
  public record Step(long version, long timeMicros, List<Key> changed, ReadScope scope) {
    public Step {
      changed = List.copyOf(changed);
    }
  }

  public RunId run() {
    return run;
  }

  /**
   * The commits that changed the run, oldest first: all if {@link #completeFrom} is 1, else those
   * after that version. Of that version's own commit, deletions may have been swept.
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * The oldest version the run can be seen at, behind which no commit of the run is missing; 1 if
   * the whole run is there. It is higher if neither the log nor retention reaches back to the run's
   * beginning.
   */
  public long completeFrom() {
    return completeFrom;
  }

  /** The newest version of the database when the view was made. */
  public long newest() {
    return newest;
  }

  /**
   * The run as it was at a version, for every read, search included. Expiry is judged by the time
   * of the run's last commit up to it.
   *
   * @throws HistoryUnavailableException for a version below {@link #completeFrom}
   * @throws InvalidArgumentException for one below 1 or above {@link #newest}
   */
  public ReadScope at(long version) {
    if (version < 1 || version > newest) {
      throw new InvalidArgumentException(
          "version "
              + version
              + " is outside 1.."
              + newest
              + ", the newest when the view was made; choose one inside");
    }
    reads.requireKept(version, "version " + version);
    int last = lastUpTo(version);
    long timeMicros = last < 0 ? startMicros : steps.get(last).timeMicros();
    return new PastView(reads, version, timeMicros).in(run);
  }

  private int lastUpTo(long version) {
    int low = 0;
    int high = steps.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (steps.get(middle).version() <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
