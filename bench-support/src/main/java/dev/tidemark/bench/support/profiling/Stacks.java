package dev.tidemark.bench.support.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Sampled stacks, each with how often it was seen: what profilers call collapsed stacks, a line
 * each, frames from the outermost on with semicolons between them.
 *
 * <p>What the harness puts under a benchmark is cut off, so that a stack begins with the
 * benchmark's own method; and names that differ from one JVM to the next, as those of lambdas do,
 * are made the same.
 */
public final class Stacks {
  /** Stands for a sample in which nothing but the harness was running. */
  static final String HARNESS = "[harness]";

  private static final String GENERATED = ".jmh_generated.";
  private static final Pattern HIDDEN =
      Pattern.compile("[./+](?:0x[0-9a-f]+|\\d{6,})|(?<=\\$\\$Lambda)\\$\\d+");
  private static final Pattern LINE = Pattern.compile("(.+) (\\d{1,15})");
  private static final String SAMPLE = "jdk.ExecutionSample";

  private final SortedMap<String, Long> counts;

  private Stacks(SortedMap<String, Long> counts) {
    this.counts = counts;
  }

  /**
   * Reads collapsed stacks.
   *
   * @throws IOException if the file cannot be read or a line is not one
   */
  static Stacks read(Path collapsed) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (String line : Files.readAllLines(collapsed)) {
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IOException(collapsed + ": no stack with a count: " + line);
      }
      add(counts, Arrays.asList(parts.group(1).split(";", -1)), Long.parseLong(parts.group(2)));
    }
    return new Stacks(counts);
  }

  /**
   * Reads the execution samples of a flight recording.
   *
   * @throws IOException if it cannot be read
   */
  static Stacks ofRecording(Path recording) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
          add(counts, frames(event), 1);
        }
      }
    }
    return new Stacks(counts);
  }

  private static List<String> frames(RecordedEvent event) {
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      frames.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
    }
    Collections.reverse(frames);
    return frames;
  }

  private static void add(SortedMap<String, Long> counts, List<String> raw, long count) {
    List<String> frames = raw.stream().map(Stacks::stable).toList();
    int harness = 0;
    for (int i = 0; i < frames.size(); i++) {
      harness = frames.get(i).contains(GENERATED) ? i + 1 : harness;
    }
    List<String> own = frames.subList(harness, frames.size());
    counts.merge(own.isEmpty() ? HARNESS : String.join(";", own), count, Long::sum);
  }

  /** Some profilers write classes as the JVM does, with slashes. */
  private static String stable(String frame) {
    return HIDDEN.matcher(frame).replaceAll("").replace('/', '.');
  }

  /** The counts by stack. */
  SortedMap<String, Long> counts() {
    return counts;
  }

  /** All samples. */
  public long samples() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The collapsed stacks, which {@link #read} reads. */
  public String text() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
