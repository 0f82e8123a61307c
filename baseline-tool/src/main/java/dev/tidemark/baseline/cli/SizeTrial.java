package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.calibrate.SyntheticRun;
import dev.tidemark.runs.Nanos;
import dev.tidemark.runs.RunRecordJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares two synthetic runs from file to report, as the command line does, and times it. */
final class SizeTrial {

  private static final long BYTES_PER_MB = 1 << 20;

  private SizeTrial() {}

  static void run(int ids, int forks, Console console) {
    try {
      Path folder = Files.createTempDirectory("compare-baseline");
      Path base = folder.resolve("base.json");
      Path current = folder.resolve("current.json");
      RunRecordJson.write(base, SyntheticRun.of(ids, forks, 1));
      RunRecordJson.write(current, SyntheticRun.of(ids, forks, 2));
      for (String format : List.of("text", "json")) {
        long started = System.nanoTime();
        int code = compare(base, current, format, console);
        long took = System.nanoTime() - started;
        console
            .out()
            .println(
                ids
                    + " ids x "
                    + forks
                    + " forks to "
                    + format
                    + ": "
                    + Nanos.format((double) took)
                    + ", heap of "
                    + Runtime.getRuntime().totalMemory() / BYTES_PER_MB
                    + " MB, exit code "
                    + code);
      }
      Files.delete(base);
      Files.delete(current);
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compare(Path base, Path current, String format, Console console) {
    Console quiet =
        new Console(
            new PrintWriter(new StringWriter()),
            console.err(),
            console.workingDirectory(),
            console.environment());
    return Main.run(
        List.of("compare", base.toString(), current.toString(), "--format=" + format), quiet);
  }
}
