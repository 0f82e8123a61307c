package dev.tidemark.vector.distance;

/**
 * How the sums of a kernel become scores, in two steps so that a scan can discard most rows after
 * the cheap one: the <em>raw</em> value of a pair, then its <em>score</em>. Both grow with
 * nearness, and a score is a non-decreasing function of the raw value.
 */
public enum Similarity {
  /** Dot product over the norms, in [-1, 1]; 0 when either vector is zero. */
  COSINE {
    @Override
    void raws(Scorer scorer, float[][] rows, float[] inverseNorms, int from, int to, float[] raws) {
      scorer.kernel().dots(scorer.queryValues(), rows, from, to, raws);
      float inverseNorm = scorer.queryInverseNorm();
      for (int i = 0; i < to - from; i++) {
        raws[i] = raws[i] * inverseNorms[from + i] * inverseNorm;
      }
    }

    @Override
    void raws(
        Scorer scorer, float[][] rows, float[] inverseNorms, int[] picks, int count, float[] raws) {
      scorer.kernel().dots(scorer.queryValues(), rows, picks, count, raws);
      float inverseNorm = scorer.queryInverseNorm();
      for (int i = 0; i < count; i++) {
        raws[i] = raws[i] * inverseNorms[picks[i]] * inverseNorm;
      }
    }

    @Override
    float raw(Scorer scorer, float[] row, float inverseNorm) {
      float dot = scorer.kernel().dot(scorer.queryValues(), row);
      return dot * inverseNorm * scorer.queryInverseNorm();
    }

    @Override
    float score(float raw) {
      return Math.max(-1, Math.min(1, raw)) + 0f;
    }

    @Override
    float cutoff(float score) {
      return score <= -1 ? Float.NEGATIVE_INFINITY : score;
    }

    @Override
    float wideScore(float[] left, float[] right) {
      double norms = Math.sqrt(WideSums.dot(left, left)) * Math.sqrt(WideSums.dot(right, right));
      return norms == 0 ? 0 : score((float) (WideSums.dot(left, right) / norms));
    }
  },

  /** 1 / (1 + L2 distance); raw is the negated square of the distance. */
  EUCLIDEAN {
    @Override
    void raws(Scorer scorer, float[][] rows, float[] inverseNorms, int from, int to, float[] raws) {
      scorer.kernel().squaredDistances(scorer.queryValues(), rows, from, to, raws);
      for (int i = 0; i < to - from; i++) {
        raws[i] = -raws[i];
      }
    }

    @Override
    void raws(
        Scorer scorer, float[][] rows, float[] inverseNorms, int[] picks, int count, float[] raws) {
      scorer.kernel().squaredDistances(scorer.queryValues(), rows, picks, count, raws);
      for (int i = 0; i < count; i++) {
        raws[i] = -raws[i];
      }
    }

    @Override
    float raw(Scorer scorer, float[] row, float inverseNorm) {
      return -scorer.kernel().squaredDistance(scorer.queryValues(), row);
    }

    @Override
    float score(float raw) {
      return 1 / (1 + (float) Math.sqrt(-raw));
    }

    // Many distances round to one score. The slack is some ten times the rounding of score(), so
    // that no row of that score is lost; a row too many is only scored in vain.
    @Override
    float cutoff(float score) {
      double distance = (1 + 0x1p-20) / score - 1;
      return (float) -(distance * distance * (1 + 0x1p-20));
    }

    @Override
    float wideScore(float[] left, float[] right) {
      return (float) (1 / (1 + Math.sqrt(WideSums.squaredDistance(left, right))));
    }
  },

  /** The dot product as it is; beyond the range of a float, the largest float of its sign. */
  DOT_PRODUCT {
    @Override
    void raws(Scorer scorer, float[][] rows, float[] inverseNorms, int from, int to, float[] raws) {
      scorer.kernel().dots(scorer.queryValues(), rows, from, to, raws);
    }

    @Override
    void raws(
        Scorer scorer, float[][] rows, float[] inverseNorms, int[] picks, int count, float[] raws) {
      scorer.kernel().dots(scorer.queryValues(), rows, picks, count, raws);
    }

    @Override
    float raw(Scorer scorer, float[] row, float inverseNorm) {
      return scorer.kernel().dot(scorer.queryValues(), row);
    }

    @Override
    float score(float raw) {
      return raw + 0f;
    }

    @Override
    float cutoff(float score) {
      return score;
    }

    @Override
    float wideScore(float[] left, float[] right) {
      float dot = (float) WideSums.dot(left, right);
      return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, dot)) + 0f;
    }
  };

  /** Writes the raw values of {@code rows[from..to)} to the start of {@code raws}. */
  abstract void raws(
      Scorer scorer, float[][] rows, float[] inverseNorms, int from, int to, float[] raws);

  /** Writes the raw values of the first picked rows to the start of {@code raws}. */
  abstract void raws(
      Scorer scorer, float[][] rows, float[] inverseNorms, int[] picks, int count, float[] raws);

  /** The raw value of one row, the same bits as {@link #raws} gives it. */
  abstract float raw(Scorer scorer, float[] row, float inverseNorm);

  /** The score of a raw value, never -0, so that equal scores have equal bits. */
  abstract float score(float raw);

  /** A raw value such that every row below it scores less than {@code score}. */
  abstract float cutoff(float score);

  /** The score of a pair of which one member is wide. */
  abstract float wideScore(float[] left, float[] right);
}
