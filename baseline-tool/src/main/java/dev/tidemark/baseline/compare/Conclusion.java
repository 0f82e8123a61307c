package dev.tidemark.baseline.compare;

/** What a whole comparison says. */
public enum Conclusion {
  PASSED,
  /** A row regressed or an enforced gate failed. */
  FAILED,
  /** Nothing failed, but of no row could anything be said either. */
  INCONCLUSIVE,
  /** Nothing was compared, a gated id is absent, or the current run is not whole. */
  VACUOUS
}
