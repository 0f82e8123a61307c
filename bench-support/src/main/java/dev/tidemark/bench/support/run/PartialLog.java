package dev.tidemark.bench.support.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code partial.jsonl}: every finished fork, appended at once, so that a run can be resumed. */
final class PartialLog {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;

  PartialLog(Path file) {
    this.file = file;
  }

  void append(ForkRecord record) throws IOException {
    byte[] line = (MAPPER.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap(line));
      channel.force(false);
    }
  }

  /**
   * All forks on record. A last line that an interrupted write cut short is dropped, in the file
   * too.
   *
   * @throws IOException if another line is damaged
   */
  List<ForkRecord> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length()) {
      Files.writeString(file, text.substring(0, whole));
    }
    List<ForkRecord> records = new ArrayList<>();
    for (String line : text.substring(0, whole).lines().toList()) {
      records.add(parse(line, records.size() + 1));
    }
    return records;
  }

  private ForkRecord parse(String line, int number) throws IOException {
    try {
      return MAPPER.readValue(line, ForkRecord.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": line " + number + " is damaged; start a new run", e);
    }
  }
}
