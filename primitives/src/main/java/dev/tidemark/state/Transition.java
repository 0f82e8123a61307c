package dev.tidemark.state;

import dev.tidemark.types.Value;
import java.util.Objects;

/**
 * What a transition makes of a cell.
 *
 * @param value the cell's next value
 * @param result what the caller of the transition gets; may be null
 */
public record Transition<T>(Value value, T result) {
  public Transition {
    Objects.requireNonNull(value, "value");
  }
}
