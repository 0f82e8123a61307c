package dev.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that prints what it has done until it is killed. */
public final class KilledProcess {
  private KilledProcess() {}

  /**
   * Runs a class in a process of its own and kills it.
   *
   * @param fatal number of the line after which it is killed
   * @return what it printed before and while it was killed; the last line may be cut short
   */
  public static List<String> linesOf(Class<?> main, int fatal, List<String> arguments)
      throws IOException, InterruptedException {
    Process child = start(main, arguments);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = child.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (lines.size() == fatal) {
          child.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe.
        }
      }
    }
    assertThat(child.waitFor()).as("exit code of a killed process").isNotZero();
    assertThat(lines).as("lines of %s", arguments).hasSizeGreaterThanOrEqualTo(fatal);
    return lines;
  }

  private static Process start(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
