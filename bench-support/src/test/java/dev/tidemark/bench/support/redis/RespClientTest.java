package dev.tidemark.bench.support.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespClientTest {
  private static final byte[] COMMAND = RespClient.command("GET", "größe");

  @TempDir private Path folder;

  @Test
  void command_words_areCountedInBytes() {
    assertThat(new String(COMMAND, StandardCharsets.UTF_8))
        .isEqualTo("*2\r\n$3\r\nGET\r\n$7\r\ngröße\r\n");
  }

  @ParameterizedTest
  @CsvSource({"'+OK;', OK", "':12;', 12", "'$4;a;b;', 'a\r\nb'", "'$0;;', ''"})
  void call_reply_isItsText(String reply, String text) throws Exception {
    assertThat(answered(reply)).isEqualTo(text);
  }

  @Test
  void call_missingKey_isNull() throws Exception {
    assertThat(answered("$-1;")).isNull();
  }

  @Test
  void call_error_saysWhat() {
    assertThatThrownBy(() -> answered("-ERR unknown command;"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ERR unknown command");
  }

  @Test
  void call_connectionClosedWithinAReply_isAnError() {
    assertThatThrownBy(() -> answered("$9;abc")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> answered("+O")).isInstanceOf(EOFException.class);
  }

  @Test
  void measure_idsThatDoNotCompare_isNothing() throws IOException {
    assertThat(RedisComparison.measure(List.of("kvstore/get", "vector_get/size_10k"), folder))
        .isEmpty();
  }

  @Test
  void measure_installedServer_isTimed() throws IOException {
    assumeThat(RedisServer.version()).isPresent();

    JsonNode measured =
        new ObjectMapper()
            .readTree(RedisComparison.measure(List.of("core/put_hot"), folder).orElseThrow());

    assertThat(measured.path("server").asText()).contains("v=");
    JsonNode figures = measured.at("/results/core~1put_hot");
    assertThat(figures.path("p50_ns").asLong()).isPositive();
    assertThat(figures.path("samples").asLong()).isGreaterThan(100);
    assertThat(folder).isEmptyDirectory();
  }

  /** What the client reads when a server sends this, semicolons standing for line ends. */
  private static String answered(String reply) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RespClient client = new RespClient(server.getLocalPort())) {
      CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answer(server, reply));
      String read = client.call(COMMAND);
      answering.join();
      return read;
    }
  }

  private static void answer(ServerSocket server, String reply) {
    try (Socket socket = server.accept()) {
      assertThat(socket.getInputStream().readNBytes(COMMAND.length)).isEqualTo(COMMAND);
      socket.getOutputStream().write(reply.replace(";", "\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
