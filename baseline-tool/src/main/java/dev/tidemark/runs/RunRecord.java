package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One run: {@code results.json} version 2.0.
 *
 * @param environment the machine, JVM and data directory; this record holds a copy
 * @param results by id, in the order written
 * @param gates by id, in the order written
 * @param rulers what never changes, measured in the same session: a difference of theirs is one of
 *     the machine. Their ids are no benchmarks, and are in no comparison, mean or gate
 */
public record RunRecord(
    Instant timestamp,
    String gitCommit,
    String gitBranch,
    boolean gitDirty,
    RunInfo run,
    ObjectNode environment,
    Map<String, BenchmarkResult> results,
    Map<String, GateResult> gates,
    List<Failure> failures,
    Map<String, BenchmarkResult> rulers) {

  /** A run without rulers. */
  public RunRecord(
      Instant timestamp,
      String gitCommit,
      String gitBranch,
      boolean gitDirty,
      RunInfo run,
      ObjectNode environment,
      Map<String, BenchmarkResult> results,
      Map<String, GateResult> gates,
      List<Failure> failures) {
    this(
        timestamp,
        gitCommit,
        gitBranch,
        gitDirty,
        run,
        environment,
        results,
        gates,
        failures,
        Map.of());
  }

  /** The version of the format. */
  public static final String VERSION = "2.0";

  private static final Pattern INTRUDER =
      Pattern.compile(
          "-agent(path|lib):|-javaagent:|-XX:\\+?(StartFlightRecording|FlightRecorder)");

  public RunRecord {
    Checks.notBlank("git_commit", gitCommit);
    Checks.notBlank("git_branch", gitBranch);
    environment = environment.deepCopy();
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    gates = Collections.unmodifiableMap(new LinkedHashMap<>(gates));
    failures = List.copyOf(failures);
    rulers = Collections.unmodifiableMap(new LinkedHashMap<>(rulers));
  }

  /** This record with other rulers. */
  public RunRecord withRulers(Map<String, BenchmarkResult> newRulers) {
    return with(run, results, gates, failures, newRulers);
  }

  /** This record with other results, gates and failures. */
  RunRecord with(
      Map<String, BenchmarkResult> newResults,
      Map<String, GateResult> newGates,
      List<Failure> newFailures) {
    return with(run, newResults, newGates, newFailures);
  }

  RunRecord with(
      RunInfo newRun,
      Map<String, BenchmarkResult> newResults,
      Map<String, GateResult> newGates,
      List<Failure> newFailures) {
    return with(newRun, newResults, newGates, newFailures, rulers);
  }

  private RunRecord with(
      RunInfo newRun,
      Map<String, BenchmarkResult> newResults,
      Map<String, GateResult> newGates,
      List<Failure> newFailures,
      Map<String, BenchmarkResult> newRulers) {
    return new RunRecord(
        timestamp,
        gitCommit,
        gitBranch,
        gitDirty,
        newRun,
        environment,
        newResults,
        newGates,
        newFailures,
        newRulers);
  }

  /** This record without what it says of some ids. */
  public RunRecord without(Set<String> ids) {
    Map<String, BenchmarkResult> otherResults = new LinkedHashMap<>(results);
    otherResults.keySet().removeAll(ids);
    Map<String, GateResult> otherGates = new LinkedHashMap<>(gates);
    otherGates.keySet().removeIf(gate -> ids.contains(Gates.idOf(gate)));
    return with(
        otherResults,
        otherGates,
        failures.stream().filter(failure -> !ids.contains(failure.id())).toList());
  }

  /** Whether all that was selected was measured. */
  public boolean complete() {
    return run.status() == RunInfo.Status.COMPLETE && failures.isEmpty();
  }

  /** Whether a profiler or an agent rode in the measured JVMs. */
  public boolean profiled() {
    for (JsonNode flag : environment.at("/java/flags")) {
      if (INTRUDER.matcher(flag.asText()).lookingAt()) {
        return true;
      }
    }
    return false;
  }
}
