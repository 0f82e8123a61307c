package dev.tidemark.bench.support.profiling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * async-profiler, whose native library lies in its jar. The jar may be missing, made for another
 * system, or be refused by this one: then there is no such sampler.
 */
final class AsyncSampler implements Sampler {
  /**
   * What can drive it, best first: cycles of the processor, which shows the kernel too, and clocks.
   */
  private static final List<String> EVENTS = List.of("cycles", "ctimer", "itimer");

  private static final int INTERVAL_NANOS = 1_000_000;

  private final Path library;
  private final String event;

  private AsyncSampler(Path library, String event) {
    this.library = library;
    this.event = event;
  }

  /** The sampler, with the best event of this machine; tried in a JVM that does nothing else. */
  static Optional<AsyncSampler> find() {
    Optional<Path> library = library(platform());
    return library.flatMap(
        file ->
            EVENTS.stream()
                .filter(event -> starts(file, event))
                .findFirst()
                .map(event -> new AsyncSampler(file, event)));
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return "macos";
    }
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return system + (arm ? "-arm64" : "-x64");
  }

  static Optional<Path> library(String platform) {
    try (InputStream library =
        AsyncSampler.class.getResourceAsStream("/" + platform + "/libasyncProfiler.so")) {
      if (library == null) {
        return Optional.empty();
      }
      Path file = Files.createTempFile("libasyncProfiler", ".so");
      file.toFile().deleteOnExit();
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    } catch (IOException unwritable) {
      return Optional.empty();
    }
  }

  private static boolean starts(Path library, String event) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String agent = "-agentpath:" + library + "=start,event=" + event;
    try {
      Process process =
          new ProcessBuilder(java, agent, "-version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0
          && said.contains("Profiling started")
          && !said.contains("[WARN]")
          && !said.contains("[ERROR]");
    } catch (IOException unusable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String description() {
    return "async-profiler, event "
        + event
        + ", a sample per "
        + (event.equals("cycles") ? INTERVAL_NANOS + " cycles" : "ms");
  }

  @Override
  public void attach(ChainedOptionsBuilder fork, Path folder) {
    fork.addProfiler(
        AsyncProfiler.class,
        "libPath="
            + library
            + ";output=collapsed;event="
            + event
            + ";interval="
            + INTERVAL_NANOS
            + ";dir="
            + folder);
  }

  @Override
  public Stacks stacks(Path folder) throws IOException {
    return Stacks.read(Sampler.file(folder, ".csv"));
  }
}
