package dev.tidemark.trace;

import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A step to be recorded.
 *
 * @param tags at most 64, as for keys: 1 to 1,024 bytes of UTF-8 without NUL; what is there twice
 *     counts once
 * @param metadata anything else about it
 * @param parent the step it follows from, of the same run
 */
public record NewTrace(
    TraceContent content, List<String> tags, Value.MapValue metadata, Optional<TraceId> parent) {
  private static final int MOST_TAGS = 64;

  public NewTrace {
    Objects.requireNonNull(content, "content");
    tags = List.copyOf(new LinkedHashSet<>(tags));
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(parent, "parent");
    if (tags.size() > MOST_TAGS) {
      throw new LimitExceededException(
          "number of tags of a trace", MOST_TAGS, tags.size(), "put the rest into the metadata");
    }
  }

  /** A step that follows from none, with neither tags nor metadata. */
  public static NewTrace of(TraceContent content) {
    return new NewTrace(content, List.of(), Value.emptyMap(), Optional.empty());
  }

  public NewTrace tags(String... tags) {
    return new NewTrace(content, List.of(tags), metadata, parent);
  }

  public NewTrace metadata(Value.MapValue metadata) {
    return new NewTrace(content, tags, metadata, parent);
  }

  public NewTrace parent(TraceId parent) {
    return new NewTrace(content, tags, metadata, Optional.of(parent));
  }
}
