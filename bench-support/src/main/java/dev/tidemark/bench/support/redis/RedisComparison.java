package dev.tidemark.bench.support.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.bench.support.ScratchDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures a Redis server of this machine over loopback, after the rounds of a run. */
public final class RedisComparison {
  /** The file in a run folder that keeps what was measured. */
  public static final String MEASURED = "redis.json";

  private RedisComparison() {}

  /**
   * Measures what compares with some of the ids.
   *
   * @return JSON of the server's version and figures by id, or of why there are none; empty if
   *     nothing compares
   */
  public static Optional<String> measure(List<String> ids, Path data) throws IOException {
    List<String> comparable = ids.stream().filter(id -> RedisOperation.of(id).isPresent()).toList();
    if (comparable.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode result = new ObjectMapper().createObjectNode();
    Optional<String> version = RedisServer.version();
    if (version.isEmpty()) {
      result.put("missing", "no redis-server is installed");
    } else {
      measure(comparable, data, result.put("server", version.get()));
    }
    return Optional.of(result.toPrettyString() + "\n");
  }

  private static void measure(List<String> ids, Path data, ObjectNode result) throws IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(data), "redis");
    try (RedisServer server = RedisServer.start(folder)) {
      result.set("results", fork(server.port(), ids));
    } catch (IOException e) {
      result.put("missing", e.getMessage());
    } finally {
      ScratchDirectory.delete(folder);
    }
  }

  private static JsonNode fork(int port, List<String> ids) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseG1GC", "-Xms2g", "-Xmx2g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(RedisFork.class.getName());
    command.add(String.valueOf(port));
    command.addAll(ids);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] printed = process.getInputStream().readAllBytes();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("the client of the Redis comparison failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new ObjectMapper().readTree(new String(printed, StandardCharsets.UTF_8));
  }
}
