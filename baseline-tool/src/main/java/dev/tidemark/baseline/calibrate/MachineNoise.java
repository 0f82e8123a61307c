package dev.tidemark.baseline.calibrate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.baseline.statistics.Rounding;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What repeated runs of one build on one machine say of each id, kept beside the runs in {@code
 * calibration.json}: version, CPU model, commit and, by id, the deviations of forks and sessions
 * and the detectable slowdown.
 *
 * @param cpu model of the machine, {@code unknown} if the runs do not say
 * @param commit of the build
 */
public record MachineNoise(String cpu, String commit, SortedMap<String, SessionNoise> ids) {

  private static final String FILE = "calibration.json";
  private static final String VERSION = "1";

  public MachineNoise {
    ids = Collections.unmodifiableSortedMap(new TreeMap<>(ids));
  }

  /**
   * Measures the noise between runs of one build.
   *
   * @param runs at least two sessions
   * @throws RunRecordException for fewer, for runs of several builds or machines, or if no id was
   *     measured in at least two of them
   */
  public static MachineNoise of(List<RunRecord> runs) {
    if (runs.size() < 2) {
      throw new RunRecordException("calibration needs at least two runs of one build");
    }
    RunRecord first = runs.get(0);
    for (RunRecord run : runs) {
      if (!run.gitCommit().equals(first.gitCommit()) || !cpu(run).equals(cpu(first))) {
        throw new RunRecordException(
            "calibration needs runs of one build on one machine, got "
                + describe(first)
                + " and "
                + describe(run));
      }
    }
    SortedMap<String, SessionNoise> ids = new TreeMap<>();
    byId(runs).forEach((id, results) -> SessionNoise.of(results).ifPresent(n -> ids.put(id, n)));
    if (ids.isEmpty()) {
      throw new RunRecordException(
          "calibration found no id with two forks or more in two runs or more");
    }
    return new MachineNoise(cpu(first), first.gitCommit(), ids);
  }

  private static Map<String, List<BenchmarkResult>> byId(List<RunRecord> runs) {
    Map<String, List<BenchmarkResult>> byId = new TreeMap<>();
    for (RunRecord run : runs) {
      run.results()
          .forEach((id, result) -> byId.computeIfAbsent(id, i -> new ArrayList<>()).add(result));
    }
    return byId;
  }

  private static String describe(RunRecord run) {
    return run.gitCommit() + " on " + cpu(run);
  }

  private static String cpu(RunRecord run) {
    return run.environment().at("/cpu/model").asText("unknown");
  }

  /** Whether the run was made on the machine that was calibrated. */
  public boolean appliesTo(RunRecord run) {
    return cpu(run).equals(cpu);
  }

  /** Writes the file into a folder and says where it is. */
  public Path write(Path folder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RunRecordJson.generator(bytes)) {
      out.writeStartObject();
      out.writeStringField("version", VERSION);
      out.writeStringField("cpu", cpu);
      out.writeStringField("git_commit", commit);
      out.writeObjectFieldStart("ids");
      for (Map.Entry<String, SessionNoise> entry : ids.entrySet()) {
        out.writeObjectFieldStart(entry.getKey());
        SessionNoise noise = entry.getValue();
        out.writeNumberField("sessions", noise.sessions());
        out.writeNumberField("forks", noise.forks());
        out.writeNumberField("fork_deviation", Rounding.significant(noise.forkDeviation()));
        out.writeNumberField("session_deviation", Rounding.significant(noise.sessionDeviation()));
        out.writeNumberField("detectable", Rounding.significant(noise.detectable()));
        out.writeEndObject();
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = folder.resolve(FILE);
    RunRecordJson.writeAtomically(file, bytes.toByteArray());
    return file;
  }

  /**
   * Reads the file of a folder; empty if there is none.
   *
   * @throws RunRecordException if it is damaged
   */
  public static Optional<MachineNoise> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      if (!root.path("version").asText().equals(VERSION) || !root.path("ids").isObject()) {
        throw damaged(file);
      }
      SortedMap<String, SessionNoise> ids = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : root.get("ids").properties()) {
        ids.put(entry.getKey(), noise(entry.getValue(), file));
      }
      return Optional.of(
          new MachineNoise(root.path("cpu").asText(), root.path("git_commit").asText(), ids));
    } catch (IOException e) {
      throw damaged(file);
    }
  }

  private static SessionNoise noise(JsonNode node, Path file) {
    for (String field :
        List.of("sessions", "forks", "fork_deviation", "session_deviation", "detectable")) {
      if (!node.path(field).isNumber()) {
        throw damaged(file);
      }
    }
    return new SessionNoise(
        node.get("sessions").asInt(),
        node.get("forks").asInt(),
        node.get("fork_deviation").asDouble(),
        node.get("session_deviation").asDouble(),
        node.get("detectable").asDouble());
  }

  private static RunRecordException damaged(Path file) {
    return new RunRecordException(
        file + ": is no calibration of version " + VERSION + "; calibrate again or delete it");
  }
}
