package dev.tidemark.runs;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Reads and writes {@code results.json}. Readers ignore fields they do not know; writers order
 * fields alike on every JDK, replace the file atomically and never write a number that is not
 * finite.
 */
public final class RunRecordJson {

  /** The largest record that is read, in bytes. */
  public static final long MAX_BYTES = 64L << 20;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .build();

  private RunRecordJson() {}

  /**
   * Reads a record.
   *
   * @throws RunRecordException if the file is missing, empty, truncated, larger than {@link
   *     #MAX_BYTES}, not JSON or not a record of version {@value RunRecord#VERSION}; the message
   *     names the file, the place in it and the remedy
   */
  public static RunRecord read(Path file) {
    return parse(file, parser -> new RunRecordReader(file.toString(), parser).read());
  }

  /**
   * Reads a record but for its results, which are only checked to be whole.
   *
   * @throws RunRecordException as {@link #read} does
   */
  public static RunHead readHead(Path file) {
    return parse(file, parser -> RunRecordReader.head(file.toString(), parser, id -> false));
  }

  /**
   * Reads a record with one of its results, if it holds that; the others are only checked to be
   * whole.
   *
   * @throws RunRecordException as {@link #read} does
   */
  static RunRecord readOnly(Path file, String id) {
    return parse(file, parser -> RunRecordReader.head(file.toString(), parser, id::equals))
        .record();
  }

  /** Reads a value from a parser that stands before the first token. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(JsonParser parser) throws IOException;
  }

  /**
   * Reads any JSON file of at most {@link #MAX_BYTES} token by token.
   *
   * @throws RunRecordException if the file is missing, empty, truncated, too large or not JSON; the
   *     message names the file, the line and the remedy
   */
  public static <T> T parse(Path file, Reading<T> reading) {
    requireReadable(file);
    try (JsonParser parser = MAPPER.createParser(file.toFile())) {
      return reading.from(parser);
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new RunRecordException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses what no reader should open.
   *
   * @throws RunRecordException if the file is missing, empty or larger than {@link #MAX_BYTES}
   */
  public static void requireReadable(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new RunRecordException(file + ": no such file; name a results.json or a run folder");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new RunRecordException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (size == 0) {
      throw new RunRecordException(
          file + ": is empty (0 bytes): the run that wrote it died; run the benchmarks again");
    }
    if (size > MAX_BYTES) {
      throw new RunRecordException(
          file + ": has " + size + " bytes, the limit is " + MAX_BYTES + "; split the run");
    }
  }

  static RunRecordException damaged(Path file, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    boolean atEnd =
        e instanceof JsonEOFException
            || e.getOriginalMessage().startsWith("Unexpected end-of-input")
            || (location != null && location.getByteOffset() >= file.toFile().length());
    String where = location == null ? "" : " at line " + location.getLineNr();
    String problem = atEnd ? "is truncated" : "is not valid JSON";
    return new RunRecordException(
        file
            + ": "
            + problem
            + where
            + ": "
            + e.getOriginalMessage().replaceFirst(" \\(start marker at \\[.*", "")
            + "; run the benchmarks again",
        e);
  }

  /**
   * Writes a record beside {@code file} and moves it there, so that a reader sees the old or the
   * new file whole.
   */
  public static void write(Path file, RunRecord record) {
    writeAtomically(file, toBytes(record));
  }

  /** The bytes that {@link #write} writes. */
  public static byte[] toBytes(RunRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = generator(bytes)) {
      new RunRecordWriter(generator).write(record);
      generator.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A generator that indents, and writes the same digits on every JDK. */
  public static JsonGenerator generator(OutputStream bytes) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return MAPPER.createGenerator(bytes, JsonEncoding.UTF8).setPrettyPrinter(printer);
  }

  /** Writes a file beside its place and moves it there; missing folders are made. */
  public static void writeAtomically(Path file, byte[] bytes) {
    Path absolute = file.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      // Not a temporary file of the JDK's: those only their owner can read.
      Path temporary = absolute.resolveSibling("." + UUID.randomUUID() + ".tmp");
      try {
        writeThrough(temporary, bytes);
        Files.move(
            temporary,
            absolute,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void writeThrough(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
