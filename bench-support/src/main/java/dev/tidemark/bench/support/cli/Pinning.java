package dev.tidemark.bench.support.cli;

import java.io.IOException;
import java.util.List;

/** Keeps this process, and all that it starts, on some cores. */
final class Pinning {
  private Pinning() {}

  /**
   * Pins every thread of this process.
   *
   * @param cores a list such as {@code 0-3,6}
   * @throws IllegalArgumentException if these are no cores of this machine, or it cannot pin
   */
  static void to(String cores) {
    String process = String.valueOf(ProcessHandle.current().pid());
    List<String> command = List.of("taskset", "-a", "-p", "-c", cores, process);
    try {
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalArgumentException(
            "--cores=" + cores + " names no cores of this machine; give a list such as 0-1");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("--cores needs the program taskset", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
