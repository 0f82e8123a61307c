package dev.tidemark.run;

import dev.tidemark.types.RunId;
import dev.tidemark.types.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a run is made with, beside its name.
 *
 * @param parent the run it is made for, none by default
 * @param tags texts it is found by, each 1 to 1,024 bytes without NUL; none by default
 * @param metadata a map of anything, empty by default
 */
public record RunOptions(Optional<RunId> parent, List<String> tags, Value metadata) {
  private static final RunOptions DEFAULTS =
      new RunOptions(Optional.empty(), List.of(), Value.emptyMap());

  public RunOptions {
    tags = List.copyOf(tags);
  }

  public static RunOptions defaults() {
    return DEFAULTS;
  }

  public RunOptions parent(RunId parent) {
    return new RunOptions(Optional.of(parent), tags, metadata);
  }

  public RunOptions tags(String... tags) {
    return tags(List.of(tags));
  }

  public RunOptions tags(Collection<String> tags) {
    return new RunOptions(parent, List.copyOf(tags), metadata);
  }

  public RunOptions metadata(Value metadata) {
    return new RunOptions(parent, tags, metadata);
  }
}
