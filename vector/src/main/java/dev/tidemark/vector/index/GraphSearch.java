package dev.tidemark.vector.index;

import dev.tidemark.vector.index.Found.Path;
import dev.tidemark.vector.index.TableState.Graph;

/**
 * One search that may use a graph: decides whether it does, by counts and never by time.
 *
 * <p>A beam of {@code w} nodes scores some {@code 16 w} rows, each a jump in memory that costs
 * about two rows of a scan; where only a share {@code s} of the rows can be results, it takes
 * {@code w / s} nodes to find as many. When a scan costs less than that, the scan answers, exactly.
 * The share is estimated from rows spread over the table; should the beam meet far fewer than
 * estimated, it gives up and the scan answers likewise.
 */
final class GraphSearch<M> {
  private static final int SCORED_PER_NODE = 16;
  private static final int SCANNED_PER_SCORED = 2;
  private static final int SAMPLE = 64;
  private static final long GOLDEN_RATIO = 0x9E37_79B9L;

  private final TableState<M> state;
  private final Search<M> search;
  private final int threads;
  private final ExactScan<M> result;
  private long scored;

  GraphSearch(TableState<M> state, Search<M> search, int threads) {
    this.state = state;
    this.search = search;
    this.threads = threads;
    this.result = new ExactScan<>(state.columns(), search);
  }

  /**
   * Searches.
   *
   * @param use null to score every row
   */
  Found<M> run(GraphUse use) {
    int size = state.columns().size();
    Path path = use == null ? Path.SCAN : path(use, size);
    if (path == Path.GRAPH) {
      path = searchGraph(state.graph().links(), Math.max(use.width(), search.k()), size);
    }
    if (path != Path.GRAPH) {
      ParallelScan.offer(result, size, threads);
    }
    result.offerOwn();
    return new Found<>(result.drain(), path, scored + result.scored());
  }

  private Path path(GraphUse use, int size) {
    Graph graph = state.graph();
    if (search.scorer().isWide()) {
      return Path.SCAN_WIDE_QUERY;
    }
    if (size < use.fewestRows()) {
      return Path.SCAN_CHEAPER;
    }
    if (graph == null || graph.spec().created() < use.spec().created()) {
      return Path.SCAN_UNBUILT;
    }
    if (!graph.spec().equals(use.spec()) || search.view() < graph.floor()) {
      return Path.SCAN_OLDER_VIEW;
    }
    return 2 * graph.links().settled() < size ? Path.SCAN_UNBUILT : Path.GRAPH;
  }

  private Path searchGraph(Links graph, int width, int size) {
    int settled = graph.settled();
    int entry = graph.entry();
    double expected = width * rowsPerResult(settled) * SCORED_PER_NODE;
    if (entry == Links.NONE || expected * SCANNED_PER_SCORED >= settled) {
      return Path.SCAN_CHEAPER;
    }
    BeamSearch beam = BeamSearch.ofThread();
    boolean completed = beam(beam, graph, entry, width, settled);
    scored = beam.scored();
    if (!completed) {
      return Path.SCAN_CHEAPER;
    }
    long[] found = new long[beam.found()];
    int count = beam.drain(found);
    for (int i = 0; i < count; i++) {
      result.offer(found[i]);
    }
    for (int row : graph.apart()) {
      if (row < settled) {
        result.offerWide(row);
      }
    }
    result.offer(settled, size);
    return Path.GRAPH;
  }

  private boolean beam(BeamSearch beam, Links graph, int entry, int width, int settled) {
    Columns<M> columns = state.columns();
    beam.begin(graph, graph.capacity());
    long near = beam.at(entry, columns, search.scorer());
    for (int level = graph.level(entry); level > 0; level--) {
      near = beam.climb(graph, columns, search.scorer(), level, near);
    }
    return beam.search(
        graph,
        columns,
        search.scorer(),
        0,
        near,
        width,
        row -> row < settled && result.accepts(row),
        settled);
  }

  /** How many rows there are for each that may be a result, by a sample; never infinite. */
  private double rowsPerResult(int rows) {
    int accepted = 0;
    for (int i = 0; i < SAMPLE; i++) {
      // Multiples of the golden ratio spread evenly and follow no period that keys may have.
      int row = (int) (((i * GOLDEN_RATIO & 0xFFFF_FFFFL) * rows) >>> Integer.SIZE);
      accepted += result.accepts(row) ? 1 : 0;
    }
    return SAMPLE / Math.min(SAMPLE, accepted + 0.5);
  }
}
