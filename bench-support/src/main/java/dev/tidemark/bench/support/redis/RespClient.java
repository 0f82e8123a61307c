package dev.tidemark.bench.support.redis;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The part of the Redis protocol that one command and its reply need. Commands are written one at a
 * time and each waits for its reply: no pipelining.
 */
final class RespClient implements Closeable {
  private static final int LARGEST_REPLY = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** Connects over the loopback interface. */
  RespClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** A command as bytes, which may be sent many times. */
  static byte[] command(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      text.append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends a command and reads its reply.
   *
   * @return its text; null if the server has no such key
   * @throws IOException if the server says it is an error, or something this client does not read
   */
  String call(byte[] command) throws IOException {
    out.write(command);
    out.flush();
    String head = line();
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> bulk(Integer.parseInt(rest));
      default -> throw new IOException("redis: " + head);
    };
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    if (length > LARGEST_REPLY) {
      throw new IOException("redis: a reply of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("redis closed the connection");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\r') {
      if (next < 0 || line.length() > LARGEST_REPLY) {
        throw new EOFException("redis closed the connection");
      }
      line.append((char) next);
      next = in.read();
    }
    in.skipNBytes(1);
    if (line.length() == 0) {
      throw new IOException("redis: an empty line");
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
