package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.catalog.Catalog;
import dev.tidemark.bench.support.run.Interruption;
import dev.tidemark.runs.Gates;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Entry point of every {@code benchmarks.jar}. */
public final class BenchMain {
  private BenchMain() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Interruption interruption = new Interruption();
    interruption.activate();
    System.exit(
        run(
            arguments,
            new BenchJar(module(), Catalog.load(), gates()),
            interruption,
            System.out,
            System.err));
  }

  static int run(
      String[] arguments,
      BenchJar jar,
      Interruption interruption,
      PrintStream out,
      PrintStream messages) {
    return CommandLines.execute(
        new BenchCommand(jar, interruption, out, messages), arguments, out, messages);
  }

  private static Gates gates() {
    try (InputStream file = BenchMain.class.getResourceAsStream("/gates.json")) {
      return file == null ? Gates.of(List.of()) : Gates.read("gates.json", file);
    } catch (IOException e) {
      throw new UncheckedIOException("gates.json of this jar cannot be read", e);
    }
  }

  /** The name of the module, as the build wrote it into the manifest. */
  private static String module() {
    return BenchJar.moduleOf(BenchMain.class);
  }
}
