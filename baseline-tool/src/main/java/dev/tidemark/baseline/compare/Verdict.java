package dev.tidemark.baseline.compare;

/** What a comparison says of one id, most urgent first. */
public enum Verdict {
  /** The interval lies entirely on the slower side and the point beyond the threshold. */
  REGRESSED,
  /** Beyond the threshold, with too few forks for an interval. */
  REGRESSED_POINT,
  /** Was in the base and is not in the current run. */
  MISSING,
  /** Measured differently. */
  NOT_COMPARABLE,
  /** Neither a difference nor equality could be shown. */
  INCONCLUSIVE,
  /** The forks had not settled when measuring ended: the result depends on when it was stopped. */
  UNSTABLE,
  /** Significantly slower, not beyond the threshold. */
  SLOWER,
  /** More than 10 % faster, significantly. */
  IMPROVED,
  /** More than 10 % faster, with too few forks for an interval. */
  IMPROVED_POINT,
  /** Significantly faster. */
  FASTER,
  /** Shown to lie within the margin. */
  EQUIVALENT,
  NEW;

  /** Whether the row fails a comparison. */
  public boolean isRegression() {
    return this == REGRESSED || this == REGRESSED_POINT;
  }

  public boolean isImprovement() {
    return this == IMPROVED || this == IMPROVED_POINT;
  }

  /** Whether the pair was compared and nothing could be said of it. */
  public boolean isUndecided() {
    return this == INCONCLUSIVE || this == UNSTABLE;
  }

  /** Whether both runs hold the id and it could be compared. */
  public boolean isPaired() {
    return this != MISSING && this != NEW && this != NOT_COMPARABLE;
  }
}
