package dev.tidemark.baseline.html;

import dev.tidemark.runs.Comparability;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import dev.tidemark.runs.RunStore.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The runs that a trend is drawn over.
 *
 * @param runs oldest first, the last one the run that is reported
 */
public record Trend(List<StoredRun> runs) {

  /** More would not fit into a file of bounded size. */
  private static final int MOST_RUNS = 40;

  public Trend {
    runs = List.copyOf(runs);
  }

  /** The newest complete runs of the store that precede a run and may be compared with it. */
  static Trend before(StoredRun current, RunStore store) {
    List<StoredRun> runs = new ArrayList<>(List.of(current));
    for (Path folder : store.folders()) {
      if (runs.size() == MOST_RUNS) {
        break;
      }
      read(store, folder).filter(run -> precedes(run, current)).ifPresent(runs::add);
    }
    Collections.reverse(runs);
    return new Trend(runs);
  }

  private static boolean precedes(StoredRun run, StoredRun current) {
    return run.record().timestamp().isBefore(current.record().timestamp())
        && run.record().complete()
        && Comparability.of(run.record(), current.record()).comparable();
  }

  /** Empty for a run that left no readable record. */
  private static Optional<StoredRun> read(RunStore store, Path folder) {
    try {
      return Optional.of(store.resolve(folder.getFileName().toString()));
    } catch (RunRecordException e) {
      return Optional.empty();
    }
  }
}
