package dev.tidemark.baseline.statistics;

/**
 * Student's t distribution, from operations whose results the language fixes to the last bit:
 * statistics are the same on every JVM.
 *
 * <p>The tail is half the regularized incomplete beta function I(x; ν/2, 1/2) at x = ν/(ν + t²),
 * evaluated by its continued fraction with the method of Lentz (1976).
 *
 * @param degreesOfFreedom ν, above 0
 */
record StudentT(double degreesOfFreedom) {

  private static final double HALF_LOG_PI = 0.5723649429247001;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double TINY = 1e-300;
  private static final int MOST_STEPS = 10_000;
  private static final double LAST_STEP = 1e-8;

  /** Coefficients of Stirling's series, B(2k)/(2k(2k−1)). */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156
  };

  StudentT {
    if (!(degreesOfFreedom > 0 && degreesOfFreedom < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "degrees of freedom are " + degreesOfFreedom + ", must be above 0 and finite");
    }
  }

  /** The probability of a value above t. */
  double survival(double t) {
    double logBeta = logBeta(degreesOfFreedom / 2);
    return t < 0 ? 1 - upper(-t, logBeta) : upper(t, logBeta);
  }

  /**
   * The t that is exceeded with this probability.
   *
   * @param tail above 0 and below 1
   */
  double upperQuantile(double tail) {
    if (!(tail > 0 && tail < 1)) {
      throw new IllegalArgumentException("the tail is " + tail + ", must lie between 0 and 1");
    }
    return tail > 0.5 ? -positiveQuantile(1 - tail) : positiveQuantile(tail);
  }

  /**
   * About the t that is exceeded with this probability, at little cost: Hastings' approximation of
   * the normal quantile, and three terms of the expansion by Cornish and Fisher.
   *
   * @param tail above 0 and at most 1/2
   */
  double roughUpperQuantile(double tail) {
    double w = StrictMath.sqrt(-2 * StrictMath.log(tail));
    double z =
        w
            - (2.515517 + w * (0.802853 + w * 0.010328))
                / (1 + w * (1.432788 + w * (0.189269 + w * 0.001308)));
    double square = z * z;
    double v = degreesOfFreedom;
    return z
        + z * (square + 1) / (4 * v)
        + z * ((5 * square + 16) * square + 3) / (96 * v * v)
        + z * (((3 * square + 19) * square + 17) * square - 15) / (384 * v * v * v);
  }

  /**
   * Newton's method on the logarithm of the tail, kept inside a bracket. Each step squares the
   * error, so that one as small as {@link #LAST_STEP} leaves none.
   */
  private double positiveQuantile(double tail) {
    double logBeta = logBeta(degreesOfFreedom / 2);
    double low = 0;
    double high = Double.MAX_VALUE;
    double t = Math.max(TINY, roughUpperQuantile(tail));
    for (int step = 0; step < MOST_STEPS && high - low > 4e-16 * high; step++) {
      double reached = upper(t, logBeta);
      if (reached > tail) {
        low = t;
      } else {
        high = t;
      }
      double newton = t + reached * StrictMath.log(reached / tail) / density(t, logBeta);
      if (newton > low && newton < high && Math.abs(newton - t) <= LAST_STEP * t) {
        return newton;
      }
      double next = newton > low && newton < high ? newton : Math.min(2 * t, (low + high) / 2);
      t = next;
    }
    return t;
  }

  private double density(double t, double logBeta) {
    double v = degreesOfFreedom;
    return StrictMath.exp(-logBeta - (v + 1) / 2 * StrictMath.log1p(t * t / v))
        / StrictMath.sqrt(v);
  }

  private double upper(double t, double logBeta) {
    double v = degreesOfFreedom;
    double square = t * t;
    if (square == 0) {
      return 0.5;
    }
    double a = v / 2;
    double x = v / (v + square);
    double logFront =
        -a * StrictMath.log1p(square / v) + 0.5 * StrictMath.log(square / (v + square)) - logBeta;
    double front = StrictMath.exp(logFront);
    return x < (a + 1) / (a + 2.5)
        ? front * fraction(a, 0.5, x) / a / 2
        : 0.5 - front * fraction(0.5, a, square / (v + square));
  }

  /** The continued fraction of the incomplete beta function. */
  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) {
        break;
      }
    }
    return value;
  }

  private static double away(double fromZero) {
    return Math.abs(fromZero) < TINY ? TINY : fromZero;
  }

  /** The logarithm of the beta function of a and 1/2. */
  private static double logBeta(double a) {
    return logGamma(a) + HALF_LOG_PI - logGamma(a + 0.5);
  }

  /** Stirling's series beyond 15, below it by the recurrence. */
  private static double logGamma(double x) {
    double shift = 1;
    double z = x;
    while (z < 15) {
      shift *= z;
      z += 1;
    }
    double sum = 0;
    for (int k = STIRLING.length - 1; k >= 0; k--) {
      sum = sum / (z * z) + STIRLING[k];
    }
    return (z - 0.5) * StrictMath.log(z) - z + HALF_LOG_TWO_PI + sum / z - StrictMath.log(shift);
  }
}
