package dev.tidemark.vector.distance;

/**
 * The two sums in doubles. The square of any float, and any number of them an array can hold, lies
 * well inside the range of a double: nothing here overflows or vanishes.
 */
final class WideSums {
  private WideSums() {}

  static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }

  static double squaredDistance(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      double difference = (double) left[i] - right[i];
      sum += difference * difference;
    }
    return sum;
  }
}
