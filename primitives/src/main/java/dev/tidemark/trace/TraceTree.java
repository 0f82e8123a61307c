package dev.tidemark.trace;

import java.util.List;

/**
 * A trace with what followed from it.
 *
 * @param children oldest first
 * @param truncated whether the bounds of the request left out anything below this trace
 */
public record TraceTree(Trace trace, List<TraceTree> children, boolean truncated) {
  public TraceTree {
    children = List.copyOf(children);
  }
}
