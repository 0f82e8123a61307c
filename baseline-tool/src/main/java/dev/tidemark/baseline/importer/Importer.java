package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.MergedSessions;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes run records of other harnesses' results. */
public final class Importer {

  private static final int HEAD = 64 * 1024;

  private Importer() {}

  /**
   * What the files cannot say of themselves.
   *
   * @param commit what was measured
   * @param branch of the commit
   */
  public record Provenance(String commit, String branch) {

    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance("unknown", "unknown");
  }

  /**
   * Reads files or folders, each written by one invocation of a harness, as the sessions of one
   * record.
   *
   * @param sources at least one
   * @throws RunRecordException if one is missing, damaged or empty, or holds no result
   */
  public static RunRecord read(List<Path> sources, Tool tool, Provenance provenance) {
    List<RunRecord> records = new ArrayList<>();
    for (Path source : sources) {
      for (Harvest harvest : tool.read(source)) {
        records.add(record(source, harvest, tool, provenance));
      }
    }
    return MergedSessions.of(records);
  }

  /** The harness whose results a file or folder holds, by its first characters. */
  public static Optional<Tool> recognize(Path source) {
    if (Files.isDirectory(source)) {
      return CriterionFolder.isOne(source) ? Optional.of(Tool.CRITERION) : Optional.empty();
    }
    RunRecordJson.requireReadable(source);
    String head = head(source);
    if (head.startsWith("[")) {
      return Optional.of(Tool.JMH);
    }
    if (!head.startsWith("{")) {
      return GoBenchFile.isOne(head) ? Optional.of(Tool.GO) : Optional.empty();
    }
    return RunRecordJson.parse(source, Importer::byFirstField);
  }

  private static Optional<Tool> byFirstField(JsonParser parser) throws IOException {
    parser.nextToken();
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return Optional.empty();
    }
    String field = parser.currentName();
    boolean array = parser.nextToken() == JsonToken.START_ARRAY;
    if (field.equals("results") && array) {
      return Optional.of(Tool.HYPERFINE);
    }
    if (field.equals("Title") || field.equals("HostEnvironmentInfo")) {
      return Optional.of(Tool.BENCHMARKDOTNET);
    }
    return field.equals("context") || (field.equals("benchmarks") && array)
        ? Optional.of(Tool.GOOGLE_BENCHMARK)
        : Optional.empty();
  }

  private static String head(Path source) {
    try (var in = Files.newInputStream(source)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new RunRecordException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static RunRecord record(Path source, Harvest harvest, Tool tool, Provenance provenance) {
    if (harvest.isEmpty()) {
      throw new RunRecordException(
          source + ": holds no result of " + tool.label() + "; run the benchmarks again");
    }
    ObjectNode environment = harvest.environment;
    ObjectNode origin = environment.putObject("origin");
    origin.put("tool", tool.label()).put("file", String.valueOf(source.getFileName()));
    origin.set("entries", harvest.originals());
    return new RunRecord(
        harvest.timestamp.orElseGet(() -> lastModified(source)),
        provenance.commit(),
        provenance.branch(),
        false,
        RunInfo.ofSuites(List.of(tool.label())),
        environment,
        harvest.results,
        Map.of(),
        harvest.failures);
  }

  private static Instant lastModified(Path source) {
    try {
      return Files.getLastModifiedTime(source).toInstant();
    } catch (IOException e) {
      throw new RunRecordException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
