package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.RecordNode;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import java.nio.file.Path;

/** A file that is one JSON object. */
final class JsonRoot {

  private JsonRoot() {}

  static RecordNode read(Path file) {
    JsonNode tree =
        RunRecordJson.parse(
            file,
            parser -> {
              JsonNode value = parser.readValueAsTree();
              if (value != null && parser.nextToken() != null) {
                throw new RunRecordException(file + ": goes on after its JSON; write it again");
              }
              return value;
            });
    if (tree == null) {
      throw new RunRecordException(file + ": is blank; run the benchmarks again");
    }
    return new RecordNode(file.toString(), "$", tree);
  }
}
