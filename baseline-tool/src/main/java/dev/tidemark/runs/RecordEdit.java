package dev.tidemark.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes records in place; fields that this release does not know stay as they are. */
public final class RecordEdit {

  private static final String METADATA = "run_metadata.json";

  private RecordEdit() {}

  /**
   * Sets fields of {@code run} in a record, and in the copies of it that a run folder and its store
   * hold.
   *
   * @param labels {@code tag}, {@code notes} or {@code decision} to their texts
   */
  public static void annotate(Path file, Map<String, String> labels) {
    for (Path each : copies(file)) {
      ObjectNode tree = read(each);
      ObjectNode target = tree.withObject(each.endsWith(METADATA) ? "/labels" : "/run");
      labels.forEach(target::put);
      write(each, tree);
    }
  }

  /**
   * Renames an id in the results, gates and failures of records. All are looked at before the first
   * is written.
   *
   * @return the records that held it
   * @throws RunRecordException if a record cannot be read, or holds the new id as well; nothing is
   *     changed then
   */
  public static List<Path> renameId(List<Path> files, String old, String renamed) {
    List<Path> holding = new ArrayList<>();
    for (Path file : files) {
      Set<String> ids = RunRecordJson.readHead(file).ids();
      if (ids.contains(old) && ids.contains(renamed)) {
        throw new RunRecordException(
            file + ": holds " + renamed + " besides " + old + "; delete one of them first");
      }
      if (ids.contains(old)) {
        holding.add(file);
      }
    }
    holding.forEach(file -> rename(file, old, renamed));
    return holding;
  }

  private static void rename(Path file, String old, String renamed) {
    ObjectNode tree = read(file);
    tree.set("results", renamedKeys(tree.get("results"), old, renamed));
    tree.set("gates", renamedKeys(tree.path("gates"), old, renamed));
    for (JsonNode failure : tree.path("failures")) {
      if (failure.path("id").asText().equals(old)) {
        ((ObjectNode) failure).put("id", renamed);
      }
    }
    write(file, tree);
  }

  /** The order of the fields is that of the file. */
  private static ObjectNode renamedKeys(JsonNode object, String old, String renamed) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      boolean same = Gates.idOf(field.getKey()).equals(old);
      String key = same ? renamed + field.getKey().substring(old.length()) : field.getKey();
      copy.set(key, field.getValue());
    }
    return copy;
  }

  private static List<Path> copies(Path file) {
    List<Path> copies = new ArrayList<>(List.of(file));
    Path folder = file.toAbsolutePath().getParent();
    if (file.endsWith(RunStore.RECORD)) {
      String stamp = folder.getFileName().toString().replaceFirst("^run_", "");
      copies.add(folder.resolve(METADATA));
      copies.add(folder.resolveSibling("environment_" + stamp + ".json"));
    }
    copies.removeIf(copy -> !Files.exists(copy));
    return copies;
  }

  private static ObjectNode read(Path file) {
    JsonNode tree = RunRecordJson.parse(file, parser -> parser.readValueAsTree());
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new RunRecordException(file + ": is no JSON object; restore it from a copy");
  }

  private static void write(Path file, ObjectNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = RunRecordJson.generator(bytes)) {
      out.writeTree(tree);
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunRecordJson.writeAtomically(file, bytes.toByteArray());
  }
}
