package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tidemark.bench.support.BenchMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code run_metadata.json}: what the run is called and what each jar was to measure in it.
 *
 * @param runId name of the run folder
 * @param timestamp start, ISO-8601 UTC
 * @param commit hash the code was built from
 * @param branch its branch
 * @param dirty whether files differed from the commit; may be unknown
 * @param checkout warning when the checkout around the jar is at another commit, else null
 * @param mode durability mode of the run
 * @param labels what the user said about it
 * @param parts one per jar and invocation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunMetadata(
    @JsonProperty("run_id") String runId,
    String timestamp,
    @JsonProperty("git_commit") String commit,
    @JsonProperty("git_branch") String branch,
    @JsonProperty("git_dirty") String dirty,
    String checkout,
    BenchMode mode,
    RunLabels labels,
    List<Part> parts) {
  static final String FILE = "run_metadata.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** A plan and whether all of it has been run. */
  record Part(RunPlan plan, boolean complete) {}

  boolean complete() {
    return parts.stream().allMatch(Part::complete);
  }

  /** Ids that the parts of the run measure, but for a plan that is resumed. */
  Set<String> idsBeside(Optional<RunPlan> resumed) {
    Set<String> ids = new HashSet<>();
    parts.stream()
        .map(Part::plan)
        .filter(part -> !Optional.of(part).equals(resumed))
        .forEach(other -> ids.addAll(other.ids()));
    return ids;
  }

  RunMetadata with(RunPlan plan, boolean complete) {
    List<Part> updated = new ArrayList<>(parts);
    updated.removeIf(part -> part.plan().equals(plan));
    updated.add(new Part(plan, complete));
    return new RunMetadata(
        runId, timestamp, commit, branch, dirty, checkout, mode, labels, List.copyOf(updated));
  }

  static RunMetadata read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    try {
      return MAPPER.readValue(Files.readAllBytes(file), RunMetadata.class);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(folder + " is no run folder: it has no " + FILE, e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is damaged; start a new run", e);
    }
  }

  void write(Path folder) throws IOException {
    Path unfinished = folder.resolve(FILE + ".tmp");
    Files.write(unfinished, MAPPER.writeValueAsBytes(this));
    Files.move(
        unfinished,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
