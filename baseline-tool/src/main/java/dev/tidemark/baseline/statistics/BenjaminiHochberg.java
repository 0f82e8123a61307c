package dev.tidemark.baseline.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusts p-values so that judging them at q keeps the expected share of false discoveries at or
 * below q.
 */
public final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  /**
   * The adjusted p-values in the order given: the smallest m·p/rank among this and all larger
   * p-values.
   *
   * @throws IllegalArgumentException if a value is not between 0 and 1
   */
  public static double[] adjust(double... p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(value + " is no p-value; it must be between 0 and 1");
      }
    }
    int[] descending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double smallest = 1;
    for (int k = 0; k < p.length; k++) {
      double factor = (double) p.length / (p.length - k);
      smallest = Math.min(smallest, p[descending[k]] * factor);
      adjusted[descending[k]] = smallest;
    }
    return adjusted;
  }
}
