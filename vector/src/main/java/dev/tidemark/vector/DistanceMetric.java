package dev.tidemark.vector;

import dev.tidemark.vector.distance.Similarity;

/** How nearness of two vectors is scored; a higher score is always nearer. */
public enum DistanceMetric {
  /** Cosine of the angle, in [-1, 1]; 0 when either vector is zero. */
  COSINE(Similarity.COSINE),

  /** 1 / (1 + L2 distance), in (0, 1]. */
  EUCLIDEAN(Similarity.EUCLIDEAN),

  /** The dot product as it is; beyond the range of a float, the largest float of its sign. */
  DOT_PRODUCT(Similarity.DOT_PRODUCT);

  private final Similarity similarity;

  DistanceMetric(Similarity similarity) {
    this.similarity = similarity;
  }

  Similarity similarity() {
    return similarity;
  }
}
