package dev.tidemark.baseline.history;

import dev.tidemark.baseline.statistics.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds changes of level by binary segmentation. Of every split with at least three values on each
 * side the largest weighted difference of means counts, |mean before − mean after|·√(mn/(m+n)),
 * which for deviations from the common mean is |sum before|·√((m+n)/(mn)); its p-value is the share
 * of random orders of the same values whose own largest is as large, so that looking at all splits
 * costs nothing. Both parts of a split series are searched in turn.
 *
 * <p>At a level of 0.005, fewer than one in a hundred series without any change get a point.
 */
public final class ChangePoints {

  private static final int SHORTEST_SEGMENT = 3;
  private static final int ORDERS = 1_999;
  private static final double LEVEL = 0.005;

  private final double[] logs;
  private final SeededRandom random;
  private final List<ChangePoint> found = new ArrayList<>();

  private ChangePoints(double[] logs, long seed) {
    this.logs = logs;
    this.random = new SeededRandom(seed);
  }

  /**
   * The changes of a series, in its order.
   *
   * @param values above 0
   * @throws IllegalArgumentException if one is not
   */
  public static List<ChangePoint> of(double[] values, long seed) {
    if (Arrays.stream(values).anyMatch(v -> !(v > 0))) {
      throw new IllegalArgumentException("a history needs values above 0");
    }
    double[] logs = Arrays.stream(values).map(StrictMath::log).toArray();
    ChangePoints search = new ChangePoints(logs, seed);
    search.split(0, values.length);
    search.found.sort(Comparator.comparingInt(ChangePoint::index));
    return search.withRatios();
  }

  private void split(int from, int to) {
    if (to - from < 2 * SHORTEST_SEGMENT) {
      return;
    }
    double[] deviations = deviations(from, to);
    double[] weights = weights(to - from);
    int place = place(deviations, weights);
    double p = p(deviations, weights, Math.abs(before(deviations, place)) * weights[place]);
    if (p <= LEVEL) {
      found.add(new ChangePoint(from + place, 1, p));
      split(from, from + place);
      split(from + place, to);
    }
  }

  /** From the mean of the segment, which makes the sum after a split minus the sum before it. */
  private double[] deviations(int from, int to) {
    double[] segment = Arrays.copyOfRange(logs, from, to);
    double first = segment[0];
    if (Arrays.stream(segment).allMatch(value -> value == first)) {
      return new double[segment.length];
    }
    double mean = mean(from, to);
    for (int i = 0; i < segment.length; i++) {
      segment[i] -= mean;
    }
    return segment;
  }

  /** By number of values before a split: what turns the sum of their deviations into its step. */
  private static double[] weights(int length) {
    double[] weights = new double[length - SHORTEST_SEGMENT + 1];
    for (int m = SHORTEST_SEGMENT; m < weights.length; m++) {
      weights[m] = StrictMath.sqrt(length / ((double) m * (length - m)));
    }
    return weights;
  }

  /** Exact up to the level: once it is passed, a lower bound above it. */
  private double p(double[] deviations, double[] weights, double step) {
    if (step == 0) {
      return 1;
    }
    double enough = step * (1 - 1e-12);
    double[] order = deviations.clone();
    int asLarge = 1;
    for (int i = 0; i < ORDERS && asLarge <= LEVEL * (ORDERS + 1); i++) {
      shuffle(order);
      asLarge += reaches(order, weights, enough) ? 1 : 0;
    }
    return asLarge / (ORDERS + 1.0);
  }

  private void shuffle(double[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  /** Where the largest step of a segment is. */
  private static int place(double[] deviations, double[] weights) {
    double before = 0;
    double largest = -1;
    int place = 0;
    for (int m = 1; m < weights.length; m++) {
      before += deviations[m - 1];
      double step = Math.abs(before) * weights[m];
      if (m >= SHORTEST_SEGMENT && step > largest) {
        largest = step;
        place = m;
      }
    }
    return place;
  }

  /** Whether any split makes so large a step. */
  private static boolean reaches(double[] deviations, double[] weights, double step) {
    double before = 0;
    for (int m = 1; m < weights.length; m++) {
      before += deviations[m - 1];
      if (Math.abs(before) * weights[m] >= step) {
        return true;
      }
    }
    return false;
  }

  private static double before(double[] deviations, int place) {
    double before = 0;
    for (int i = 0; i < place; i++) {
      before += deviations[i];
    }
    return before;
  }

  private List<ChangePoint> withRatios() {
    List<ChangePoint> points = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      int from = i == 0 ? 0 : found.get(i - 1).index();
      int at = found.get(i).index();
      int to = i + 1 < found.size() ? found.get(i + 1).index() : logs.length;
      double change = mean(at, to) - mean(from, at);
      points.add(new ChangePoint(at, StrictMath.exp(change), found.get(i).p()));
    }
    return points;
  }

  private double mean(int from, int to) {
    return Arrays.stream(logs, from, to).sum() / (to - from);
  }
}
