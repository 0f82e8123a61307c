package dev.tidemark.runs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads one record entry by entry: at any time only one id's tree is in memory beside the record.
 */
final class RunRecordReader {

  private final String source;
  private final JsonParser parser;
  private final ObjectNode head = JsonNodeFactory.instance.objectNode();
  private final Map<String, BenchmarkResult> results = new LinkedHashMap<>();
  private final Map<String, GateResult> gates = new LinkedHashMap<>();
  private final Map<String, BenchmarkResult> rulers = new LinkedHashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Set<String> ids = new LinkedHashSet<>();
  private final Predicate<String> wanted;
  private boolean hasResults;

  RunRecordReader(String source, JsonParser parser) {
    this(source, parser, id -> true);
  }

  private RunRecordReader(String source, JsonParser parser, Predicate<String> wanted) {
    this.source = source;
    this.parser = parser;
    this.wanted = wanted;
  }

  /** Reads all but the results that are not wanted; a field that is there twice passes. */
  static RunHead head(String source, JsonParser parser, Predicate<String> wanted)
      throws IOException {
    parser.disable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    RunRecordReader reader = new RunRecordReader(source, parser, wanted);
    return new RunHead(reader.read(), reader.ids);
  }

  RunRecord read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new RunRecordException(
          source + ": is not a run record: it must be one JSON object with \"version\" \"2.0\"");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      readField(field);
    }
    if (parser.nextToken() != null) {
      throw new RunRecordException(
          source + ": holds more than one JSON value; keep one record per file");
    }
    return record();
  }

  private void readField(String field) throws IOException {
    if (field.equals("results")) {
      hasResults = true;
      readEntries("$.results", wanted, node -> node.build(RunRecordReader::result), results);
      ids.addAll(results.keySet());
    } else if (field.equals("rulers")) {
      readEntries("$.rulers", id -> true, node -> node.build(RunRecordReader::result), rulers);
    } else if (field.equals("gates")) {
      readEntries("$.gates", id -> true, node -> node.build(RunRecordReader::gate), gates);
    } else {
      head.set(field, tree());
      if (field.equals("version")) {
        checkVersion();
      }
    }
  }

  private void checkVersion() {
    String version = new RecordNode(source, "$", head).text("version");
    if (!version.equals(RunRecord.VERSION)) {
      throw new RunRecordException(
          source
              + ": $.version is \""
              + version
              + "\"; this program reads only \""
              + RunRecord.VERSION
              + "\", use the release that wrote the file");
    }
  }

  private <T> void readEntries(
      String path, Predicate<String> selected, Function<RecordNode, T> reader, Map<String, T> into)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new RunRecordException(
          source + ": " + path + " is not an object; it must map each id to its entry");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String id = parser.currentName();
      parser.nextToken();
      if (selected.test(id)) {
        into.put(id, reader.apply(new RecordNode(source, path + "[\"" + id + "\"]", tree())));
      } else {
        ids.add(id);
        parser.skipChildren();
      }
    }
  }

  private JsonNode tree() throws IOException {
    return parser.readValueAsTree();
  }

  private RunRecord record() {
    RecordNode root = new RecordNode(source, "$", head);
    root.text("version");
    if (!hasResults) {
      throw root.missing("results");
    }
    for (RecordNode failure : root.objects("failures")) {
      failures.add(failure.build(RunRecordReader::failure));
    }
    return root.build(
        node ->
            new RunRecord(
                instant(node, "timestamp").orElseThrow(() -> node.missing("timestamp")),
                node.text("git_commit"),
                node.text("git_branch"),
                node.optionalFlag("git_dirty").orElse(false),
                node.optionalObject("run").map(RunRecordReader::run).orElse(RunInfo.NOT_RECORDED),
                environment(node),
                results,
                gates,
                failures,
                rulers));
  }

  private ObjectNode environment(RecordNode root) {
    return root.optionalObject("environment").isPresent()
        ? (ObjectNode) head.get("environment")
        : JsonNodeFactory.instance.objectNode();
  }

  private static Optional<Instant> instant(RecordNode node, String field) {
    try {
      return node.optionalText(field).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw node.error(
          node.at(field), "is not a time", "write ISO-8601 in UTC as 2026-01-17T12:00:00Z");
    }
  }

  private static RunInfo run(RecordNode node) {
    return new RunInfo(
        node.optionalChoice("status", RunInfo.Status.class).orElse(RunInfo.Status.COMPLETE),
        node.texts("suites"),
        node.optionalText("profile"),
        node.optionalText("mode"),
        node.optionalText("tag"),
        node.optionalText("decision"),
        node.optionalText("notes"),
        node.optionalText("block_plan"),
        node.optionalObject("looks").map(looks -> looks.build(RunRecordReader::looks)));
  }

  private static LookPlan looks(RecordNode node) {
    List<Integer> rounds = new ArrayList<>();
    for (double round : node.numbers("rounds")) {
      if (round != (int) round) {
        throw new IllegalArgumentException("looks after round " + round + ", must be whole");
      }
      rounds.add((int) round);
    }
    return new LookPlan(node.number("until_mde"), rounds);
  }

  private static Failure failure(RecordNode node) {
    return new Failure(node.text("id"), node.optionalInt("round"), node.text("reason"));
  }

  private static BenchmarkResult result(RecordNode node) {
    Outcome outcome = node.has("value") ? value(node) : time(node);
    return new BenchmarkResult(
        outcome,
        setup(node),
        node.optionalNumber("ops_per_sec"),
        node.optionalNumber("alloc_bytes_per_op"),
        node.optionalObject("aux")
            .map(RecordNode::numbersByName)
            .orElse(Collections.emptySortedMap()),
        forks(node, outcome));
  }

  private static Outcome value(RecordNode node) {
    if (node.has("mean_ns")) {
      throw new IllegalArgumentException(
          "has both mean_ns and value; a result is one or the other");
    }
    Direction direction =
        node.optionalChoice("direction", Direction.class)
            .orElseThrow(() -> node.missing("direction"));
    return new ValueOutcome(node.number("value"), node.text("unit"), direction);
  }

  private static Outcome time(RecordNode node) {
    return new TimeOutcome(
        node.number("mean_ns"),
        node.optionalNumber("median_ns"),
        node.optionalNumber("stddev_ns"),
        node.optionalNumber("min_ns"),
        node.optionalNumber("max_ns"),
        node.count("samples"),
        node.optionalChoice("basis", TimeOutcome.Basis.class).orElse(TimeOutcome.Basis.UNKNOWN),
        node.quantiles());
  }

  private static MeasurementSetup setup(RecordNode node) {
    return new MeasurementSetup(
        node.optionalText("harness_version"),
        node.optionalText("mode"),
        node.optionalInt("threads"),
        node.optionalObject("params")
            .map(RecordNode::scalarsByName)
            .orElse(Collections.emptySortedMap()),
        node.optionalCount("batch"),
        node.optionalCount("items_per_call"),
        node.optionalObject("warmup").map(phase -> phase.build(RunRecordReader::phase)),
        node.optionalObject("measurement").map(phase -> phase.build(RunRecordReader::phase)),
        node.optionalNumber("rate"),
        node.optionalText("durability"),
        node.optionalText("tier"));
  }

  private static Phase phase(RecordNode node) {
    return new Phase(node.integer("iterations"), Duration.ofNanos(node.count("time_ns")));
  }

  private static List<ForkSample> forks(RecordNode node, Outcome outcome) {
    String mean = RunRecordWriter.forkMeanField(outcome);
    return node.optionalObject("raw").map(raw -> raw.objects("forks")).orElse(List.of()).stream()
        .map(fork -> fork.build(f -> fork(f, mean)))
        .toList();
  }

  private static ForkSample fork(RecordNode node, String mean) {
    return new ForkSample(
        new ForkOrigin(
            node.text("session"),
            node.integer("round"),
            node.integer("order"),
            instant(node, "started_at"),
            node.optionalCount("pid")),
        node.numbers("warmup"),
        node.numbers("iterations"),
        node.count("n"),
        node.number(mean),
        node.quantiles(),
        node.optionalNumber("alloc_bytes_per_op"));
  }

  private static GateResult gate(RecordNode node) {
    String suffix = node.has("target_ns") ? "_ns" : "";
    return new GateResult(
        suffix.isEmpty() ? node.text("unit") : "ns",
        node.number("target" + suffix),
        node.optionalNumber("acceptable" + suffix),
        node.optionalNumber("stretch" + suffix),
        node.optionalNumber("actual" + suffix),
        node.flag("passed"),
        node.optionalNumber("margin_pct"),
        node.optionalChoice("level", GateResult.Level.class),
        node.optionalChoice("verdict", GateResult.Verdict.class),
        node.optionalFlag("enforced").orElse(false));
  }
}
