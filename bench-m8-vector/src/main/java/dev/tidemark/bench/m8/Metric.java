package dev.tidemark.bench.m8;

import dev.tidemark.vector.DistanceMetric;
import dev.tidemark.vector.distance.Similarity;

/** A metric by its name in the ids, with its definition in plain double arithmetic. */
public enum Metric {
  COSINE(DistanceMetric.COSINE, Similarity.COSINE) {
    @Override
    double score(float[] left, float[] right) {
      return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
    }
  },
  EUCLIDEAN(DistanceMetric.EUCLIDEAN, Similarity.EUCLIDEAN) {
    @Override
    double score(float[] left, float[] right) {
      double squares = dot(left, left) - 2 * dot(left, right) + dot(right, right);
      return 1 / (1 + Math.sqrt(Math.max(0, squares)));
    }
  },
  DOTPRODUCT(DistanceMetric.DOT_PRODUCT, Similarity.DOT_PRODUCT) {
    @Override
    double score(float[] left, float[] right) {
      return dot(left, right);
    }
  };

  private static final double TOLERANCE = 1e-4;

  private final DistanceMetric metric;
  private final Similarity similarity;

  Metric(DistanceMetric metric, Similarity similarity) {
    this.metric = metric;
    this.similarity = similarity;
  }

  DistanceMetric metric() {
    return metric;
  }

  Similarity similarity() {
    return similarity;
  }

  /** The score of a pair, not rounded to a float. */
  abstract double score(float[] left, float[] right);

  /** Whether two scores differ by no more than the rounding of float sums. */
  static boolean near(double one, double other) {
    return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one));
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
