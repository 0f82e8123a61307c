package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.BenchmarkResult;
import dev.tidemark.runs.Failure;
import dev.tidemark.runs.RunRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What one session of a harness left, while it is being read. */
final class Harvest {

  final Map<String, BenchmarkResult> results = new LinkedHashMap<>();
  final List<Failure> failures = new ArrayList<>();
  final ObjectNode environment = JsonNodeFactory.instance.objectNode();
  Optional<Instant> timestamp = Optional.empty();
  private final ObjectNode originals = JsonNodeFactory.instance.objectNode();
  private final String source;

  Harvest(String source) {
    this.source = source;
  }

  /**
   * Adds a result and the entry it was read from.
   *
   * @throws RunRecordException if the id is there already
   */
  void add(String id, BenchmarkResult result, JsonNode original) {
    if (results.put(id, result) != null) {
      throw new RunRecordException(
          source + ": holds " + id + " twice; keep one entry for each way of measuring it");
    }
    originals.set(id, original);
  }

  void fail(String id, String reason) {
    failures.add(new Failure(id, OptionalInt.empty(), reason));
  }

  /** Keeps an entry that gave no result. */
  void keep(String id, JsonNode original) {
    originals.set(id, original);
  }

  ObjectNode originals() {
    return originals;
  }

  boolean isEmpty() {
    return results.isEmpty() && failures.isEmpty();
  }
}
