package dev.tidemark.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code INDEX.md} and {@code index.json}: one row a run, newest first, always made anew from the
 * run folders.
 */
public final class RunIndex {

  private static final List<String> COLUMNS =
      List.of(
          "run",
          "suites",
          "ids",
          "gates passed",
          "gates failed",
          "status",
          "tag",
          "decision",
          "commit",
          "machine",
          "mode",
          "profile",
          "notes");

  private RunIndex() {}

  /**
   * Writes both files into the store's root. A run without a readable record is a row too; its
   * status says why.
   *
   * @return how many runs the index lists
   */
  public static int write(RunStore store) {
    List<List<String>> rows = store.folders().parallelStream().map(RunIndex::row).toList();
    RunRecordJson.writeAtomically(
        store.root().resolve("INDEX.md"), markdown(rows).getBytes(StandardCharsets.UTF_8));
    RunRecordJson.writeAtomically(store.root().resolve("index.json"), json(rows));
    return rows.size();
  }

  private static List<String> row(Path folder) {
    String name = folder.getFileName().toString();
    try {
      return row(name, RunRecordJson.readHead(folder.resolve(RunStore.RECORD)));
    } catch (RunRecordException e) {
      String reason = e.getMessage().replace(folder + "/", "");
      return List.of(name, "", "", "", "", "unreadable: " + reason, "", "", "", "", "", "", "");
    }
  }

  private static List<String> row(String name, RunHead head) {
    RunRecord record = head.record();
    RunInfo run = record.run();
    long passed = record.gates().values().stream().filter(GateResult::passed).count();
    return List.of(
        name,
        String.join(" ", run.suites()),
        String.valueOf(head.ids().size()),
        String.valueOf(passed),
        String.valueOf(record.gates().size() - passed),
        status(record),
        run.tag().orElse(""),
        run.decision().orElse(""),
        record.gitCommit() + (record.gitDirty() ? " (dirty)" : ""),
        machine(record),
        run.mode().orElse(""),
        run.profile().orElse(""),
        run.notes().orElse(""));
  }

  private static String status(RunRecord record) {
    int failures = record.failures().size();
    String status = record.run().status().name().toLowerCase(Locale.ROOT);
    return failures == 0 ? status : status + ", " + failures + " failed";
  }

  private static String machine(RunRecord record) {
    String model = record.environment().at("/cpu/model").asText("");
    String threads = record.environment().at("/cpu/threads").asText("");
    return threads.isEmpty() ? model : model + " x" + threads;
  }

  private static String markdown(List<List<String>> rows) {
    StringBuilder text = new StringBuilder("# Benchmark runs\n\n");
    text.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n");
    text.append("|---".repeat(COLUMNS.size())).append("|\n");
    for (List<String> row : rows) {
      String name = row.get(0);
      String rest = row.stream().skip(1).map(RunIndex::escaped).collect(Collectors.joining(" | "));
      text.append("| [%s](%s/SUMMARY.md) | %s |\n".formatted(name, name, rest));
    }
    return text.toString();
  }

  private static String escaped(String cell) {
    return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
  }

  private static byte[] json(List<List<String>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RunRecordJson.generator(bytes)) {
      out.writeStartArray();
      for (List<String> row : rows) {
        entry(out, row);
      }
      out.writeEndArray();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void entry(JsonGenerator out, List<String> row) throws IOException {
    out.writeStartObject();
    for (int i = 0; i < row.size(); i++) {
      String field = COLUMNS.get(i).replace(' ', '_');
      boolean count = i >= 2 && i <= 4 && !row.get(i).isEmpty();
      if (count) {
        out.writeNumberField(field, Integer.parseInt(row.get(i)));
      } else {
        out.writeStringField(field, row.get(i));
      }
    }
    out.writeEndObject();
  }
}
