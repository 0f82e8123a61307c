package dev.tidemark.trace;

import dev.tidemark.types.Value;
import dev.tidemark.types.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * A step as recorded.
 *
 * @param parent the step it follows from
 * @param tags each once, in the order given
 * @param version the commit that recorded it, or {@link Versioned#PENDING}; in a fork, one of those
 *     that made the fork
 */
public record Trace(
    TraceId id,
    Optional<TraceId> parent,
    TraceContent content,
    List<String> tags,
    Value.MapValue metadata,
    long version) {
  public Trace {
    tags = List.copyOf(tags);
  }

  /** When it was recorded, in microseconds since the epoch. */
  public long timeMicros() {
    return id.timeMicros();
  }
}
