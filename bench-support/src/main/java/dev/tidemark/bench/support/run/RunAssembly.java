package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.bench.support.BenchMode;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.GateResult;
import dev.tidemark.runs.LookPlan;
import dev.tidemark.runs.RunInfo;
import dev.tidemark.runs.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Builds the record of a run from its forks, keeping what other jars measured in the same run. */
final class RunAssembly {
  private final RunMetadata metadata;
  private final RunRequest request;
  private final List<ForkRecord> forks;
  private final Map<String, BenchmarkResult> rulers;

  RunAssembly(RunMetadata metadata, RunRequest request, List<ForkRecord> recorded) {
    this.metadata = metadata;
    this.request = request;
    this.forks =
        recorded.stream().filter(fork -> fork.module().equals(request.plan().module())).toList();
    this.rulers = RulerForks.results(recorded);
  }

  /** The record before anything is measured, of which an interrupted run leaves no more. */
  RunRecord begun(ObjectNode environment, Optional<RunRecord> existing) {
    return build(
        environment,
        existing.map(RunRecord::results).orElse(Map.of()),
        existing.map(RunRecord::gates).orElse(Map.of()),
        existing.map(RunRecord::failures).orElse(List.of()));
  }

  /** The record with the gates of this jar judged and those of others kept. */
  RunRecord record(ObjectNode environment, Optional<RunRecord> existing, boolean complete) {
    Map<String, BenchmarkResult> results = new TreeMap<>();
    List<Failure> failures = new ArrayList<>();
    existing.ifPresent(other -> keepOthers(other, results, failures));
    for (CatalogEntry entry : request.entries()) {
      ResultBuilder.result(request.plan(), entry, forks)
          .ifPresent(result -> results.put(entry.id(), result));
      failures.addAll(ResultBuilder.failures(request.plan(), entry, forks, complete));
    }
    RunRecord measured = build(environment, results, Map.of(), failures);
    RunRecord judged = request.gates().judge(measured, Set.copyOf(request.plan().ids()));
    Map<String, GateResult> gates = new TreeMap<>(existing.map(RunRecord::gates).orElse(Map.of()));
    gates.putAll(judged.gates());
    return build(environment, judged.results(), gates, judged.failures());
  }

  private RunRecord build(
      ObjectNode environment,
      Map<String, BenchmarkResult> results,
      Map<String, GateResult> gates,
      List<Failure> failures) {
    return new RunRecord(
        Instant.parse(metadata.timestamp()),
        metadata.commit(),
        metadata.branch(),
        !metadata.dirty().equals("false"),
        info(),
        environment,
        results,
        gates,
        failures,
        rulers);
  }

  private void keepOthers(
      RunRecord other, Map<String, BenchmarkResult> results, List<Failure> failures) {
    List<String> own = new ArrayList<>(request.plan().ids());
    request.gates().definitions().forEach(gate -> own.add(gate.id()));
    other
        .results()
        .forEach(
            (id, result) -> {
              if (!own.contains(id)) {
                results.put(id, result);
              }
            });
    other.failures().stream().filter(failure -> !own.contains(failure.id())).forEach(failures::add);
  }

  private RunInfo info() {
    RunLabels labels = metadata.labels();
    return new RunInfo(
        metadata.complete() ? RunInfo.Status.COMPLETE : RunInfo.Status.INCOMPLETE,
        metadata.parts().stream().map(part -> part.plan().module()).distinct().toList(),
        Optional.of(profile()),
        Optional.of(metadata.mode()).map(BenchMode::label),
        Optional.ofNullable(labels.tag()),
        Optional.ofNullable(labels.decision()),
        Optional.ofNullable(labels.notes()),
        Optional.ofNullable(labels.blockPlan()),
        metadata.parts().stream()
            .flatMap(part -> part.plan().looks().stream())
            .max(Comparator.comparingInt(LookPlan::looks)));
  }

  private String profile() {
    List<String> profiles =
        metadata.parts().stream().map(part -> part.plan().profile()).distinct().toList();
    return profiles.size() == 1 ? profiles.get(0) : "adhoc";
  }
}
