package dev.tidemark.vector.index;

import dev.tidemark.vector.distance.MeasuredVector;
import dev.tidemark.vector.distance.Scorer;
import java.util.List;
import java.util.function.Predicate;

/**
 * The result of one search, gathered from rows that are scored here or came from a graph.
 *
 * <p>Rows are scored a block at a time by one kernel call. Only a row that would enter the result
 * by its score is then asked whether the view sees it, whether the transaction hides it and whether
 * the filter takes it: dead rows and filters cost next to nothing once the result has filled up.
 */
final class ExactScan<M> {
  private static final int BLOCK = 64;

  private final Columns<M> columns;
  private final Search<M> search;
  private final Scorer scorer;
  private final long view;
  private final Predicate<? super M> filter;
  private final Overlay<M> overlay;
  private final TopK<M> best;
  private final float[] raws = new float[BLOCK];
  private float cutoff = Float.NEGATIVE_INFINITY;
  private long scored;

  ExactScan(Columns<M> columns, Search<M> search) {
    this.columns = columns;
    this.search = search;
    this.scorer = search.scorer();
    this.view = search.view();
    this.filter = search.filter();
    this.overlay = search.overlay();
    this.best = new TopK<>(search.k());
  }

  /** A search for the same in the same rows that has found nothing yet. */
  ExactScan<M> another() {
    return new ExactScan<>(columns, search);
  }

  /** Offers what another search of the same rows found, which ends it. */
  void offerAll(ExactScan<M> other) {
    scored += other.scored;
    for (Hit<M> hit : other.drain()) {
      if (best.admits(hit.score(), hit.key())) {
        add(hit);
      }
    }
  }

  /** Offers the transaction's own rows. */
  void offerOwn() {
    overlay.forEachRow(this::offerOwn);
  }

  /** Scores and offers {@code [from..size)}. */
  void offer(int begin, int size) {
    for (int from = begin; from < size; from += BLOCK) {
      int to = Math.min(from + BLOCK, size);
      if (scorer.isWide()) {
        offerWide(from, to);
      } else {
        offerBlock(from, to);
      }
    }
  }

  /** Scores and offers a row that is wide. */
  void offerWide(int row) {
    scored++;
    offer(row, scorer.wideScore(columns.vectors[row]));
  }

  /** Offers a row that a graph search scored. */
  void offer(long scoredRow) {
    offer(Scored.row(scoredRow), scorer.score(Scored.raw(scoredRow)));
  }

  /** Whether the row may be in the result, whatever its score. */
  boolean accepts(int row) {
    return columns.isVisible(row, view)
        && (overlay.isEmpty() || !overlay.hides(columns.keys[row]))
        && (filter == null || filter.test(columns.metadata(row)));
  }

  /** Ends the search. */
  List<Hit<M>> drain() {
    return best.drain();
  }

  /** Rows scored here. */
  long scored() {
    return scored;
  }

  private void offerOwn(byte[] key, Overlay.Row<M> row) {
    scored++;
    float score = scorer.score(row.vector());
    if (best.admits(score, key) && (filter == null || filter.test(row.metadata()))) {
      add(new Hit<>(score, key, row.metadata(), RowTable.PENDING));
    }
  }

  private void offerWide(int from, int to) {
    for (int row = from; row < to; row++) {
      offerWide(row);
    }
  }

  private void offerBlock(int from, int to) {
    scorer.raws(columns.vectors, columns.inverseNorms, from, to, raws);
    scored += to - from;
    if (columns.hasWide()) {
      setWideApart(from, to);
    }
    for (int i = 0; i < to - from; i++) {
      if (raws[i] >= cutoff) {
        offer(from + i, scorer.score(raws[i]));
      }
    }
  }

  private void setWideApart(int from, int to) {
    for (int row = from; row < to; row++) {
      if (MeasuredVector.isWide(columns.inverseNorms[row])) {
        raws[row - from] = Float.NaN; // below every cutoff
        offer(row, scorer.wideScore(columns.vectors[row]));
      }
    }
  }

  private void offer(int row, float score) {
    byte[] key = columns.keys[row];
    if (best.admits(score, key) && accepts(row)) {
      add(new Hit<>(score, key, columns.metadata(row), columns.born(row)));
    }
  }

  private void add(Hit<M> hit) {
    best.add(hit);
    float threshold = best.threshold();
    if (threshold > Float.NEGATIVE_INFINITY) {
      cutoff = scorer.cutoff(threshold);
    }
  }
}
