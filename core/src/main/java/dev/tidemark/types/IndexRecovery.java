package dev.tidemark.types;

import java.util.List;

/**
 * How the derived indexes came back. Whatever is wrong with what they had kept, they answer
 * rightly: it is derived again from the entries.
 *
 * @param restored indexes restored from what they had kept beside the checkpoint
 * @param derived indexes derived again from the entries, those included that never keep anything
 * @param problems why what was kept could not be used; the first hundred
 */
public record IndexRecovery(int restored, int derived, List<FileProblem> problems) {
  public static final int MOST_PROBLEMS = 100;

  public IndexRecovery {
    problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }

  /** There was nothing to restore or to derive. */
  public static IndexRecovery nothing() {
    return new IndexRecovery(0, 0, List.of());
  }
}
