package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runs.RecordNode;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JMH's JSON: an array of results, or several arrays one after another, each a session. */
final class JmhFile {

  private JmhFile() {}

  static List<Harvest> read(Path file) {
    return RunRecordJson.parse(file, parser -> read(file, parser));
  }

  private static List<Harvest> read(Path file, JsonParser parser) throws IOException {
    List<Harvest> sessions = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token != JsonToken.START_ARRAY) {
        throw new RunRecordException(
            file + ": is no result of JMH: it must be an array; run it with -rf json");
      }
      String session = file.getFileName() + "#" + (sessions.size() + 1);
      sessions.add(session(file, session, entries(file, parser)));
    }
    return sessions;
  }

  private static List<JmhEntry> entries(Path file, JsonParser parser) throws IOException {
    List<JmhEntry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode tree = parser.readValueAsTree();
      entries.add(new JmhEntry(new RecordNode(file.toString(), "$[" + entries.size() + "]", tree)));
    }
    return entries;
  }

  private static Harvest session(Path file, String session, List<JmhEntry> entries) {
    Harvest harvest = new Harvest(file.toString());
    JmhIds ids = new JmhIds(entries);
    for (int order = 0; order < entries.size(); order++) {
      entries.get(order).addTo(harvest, ids.of(entries.get(order)), session, order);
    }
    JmhEnvironment.describe(entries, harvest.environment);
    return harvest;
  }
}
