package dev.tidemark.vector.distance;

/**
 * Scores rows against one query: a similarity, the query and one kernel, fixed for a whole search.
 * All forms return the same bits for the same row.
 */
public final class Scorer {
  private final Similarity similarity;
  private final DistanceKernel kernel;
  private final MeasuredVector query;

  /** A scorer of rows of the query's dimension. */
  public Scorer(Similarity similarity, DistanceKernel kernel, MeasuredVector query) {
    this.similarity = similarity;
    this.kernel = kernel;
    this.query = query;
  }

  DistanceKernel kernel() {
    return kernel;
  }

  float[] queryValues() {
    return query.values();
  }

  float queryInverseNorm() {
    return query.inverseNorm();
  }

  /** The score of one row, whatever it holds. */
  public float score(MeasuredVector row) {
    return query.isWide() || row.isWide()
        ? wideScore(row.values())
        : score(similarity.raw(this, row.values(), row.inverseNorm()));
  }

  /** Whether every row must be scored by {@link #wideScore}, because the query is wide. */
  public boolean isWide() {
    return query.isWide();
  }

  /** The score of a row when it or the query is wide. */
  public float wideScore(float[] row) {
    return similarity.wideScore(query.values(), row);
  }

  /**
   * Writes the raw values of {@code rows[from..to)} to the start of {@code raws}; those of wide
   * rows are meaningless. The query must not be wide.
   */
  public void raws(float[][] rows, float[] inverseNorms, int from, int to, float[] raws) {
    similarity.raws(this, rows, inverseNorms, from, to, raws);
  }

  /** As {@link #raws(float[][], float[], int, int, float[])}, for the first picked rows. */
  public void raws(float[][] rows, float[] inverseNorms, int[] picks, int count, float[] raws) {
    similarity.raws(this, rows, inverseNorms, picks, count, raws);
  }

  /** The score of a raw value; it grows, or stays, as the raw value grows. */
  public float score(float raw) {
    return similarity.score(raw);
  }

  /** A raw value such that every row whose raw value is below it scores less than {@code score}. */
  public float cutoff(float score) {
    return similarity.cutoff(score);
  }
}
