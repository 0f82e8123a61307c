package dev.tidemark.transaction;

import dev.tidemark.storage.MultiVersionMap;
import dev.tidemark.types.RunId;
import java.util.List;

/**
 * The database as of one version, for as long as it is open. Costs nothing to others but the
 * versions it keeps alive. For one thread at a time.
 */
public final class ReadView implements AutoCloseable {
  private final ViewReads view;
  private final MultiVersionMap map;

  ReadView(ViewReads view, MultiVersionMap map) {
    this.view = view;
    this.map = map;
  }

  /** The version seen: everything committed up to it, nothing after. */
  public long version() {
    return view.version();
  }

  /** A run at this version. */
  public ReadScope in(RunId run) {
    view.requireOpen();
    return new ViewScope(view, map.run(run));
  }

  /**
   * A page of the runs that exist at this version, in the order of their ids.
   *
   * @param after the last run of the page before; {@link RunId#GLOBAL}, which is not listed, for
   *     the first page
   * @param limit most runs, at least 1; fewer than that are the last page
   */
  public List<RunInfo> runs(RunId after, int limit) {
    return Runs.list(view, map, after, limit);
  }

  /** Lets go of the version; scopes of this view end with it. */
  @Override
  public void close() {
    view.end();
  }
}
