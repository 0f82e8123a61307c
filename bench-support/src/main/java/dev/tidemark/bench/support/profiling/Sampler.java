package dev.tidemark.bench.support.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** Takes samples of stacks in a fork. */
public sealed interface Sampler permits AsyncSampler, FlightRecorderSampler {

  /** Which profiler it is, on which event, how often. */
  String description();

  /** Lets a fork be sampled while it measures, into files below an empty folder. */
  void attach(ChainedOptionsBuilder fork, Path folder);

  /**
   * The samples of a fork.
   *
   * @throws IOException if it left none behind
   */
  Stacks stacks(Path folder) throws IOException;

  /** The best sampler that works on this machine. */
  static Sampler best() {
    Optional<AsyncSampler> async = AsyncSampler.find();
    return async.isPresent() ? async.get() : new FlightRecorderSampler();
  }

  /** The one file below a folder whose name ends so. */
  static Path file(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(path -> path.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new IOException("the profiler left no file *" + suffix + " behind"));
    }
  }
}
