package dev.tidemark.bench.support.cli;

import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** Options that compare a finished run with a baseline, or make it one. */
final class BaselineOptions {
  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "compare with this baseline; if there is none, save the run as its first")
  private String baseline;

  @Option(
      names = "--save-baseline",
      paramLabel = "NAME",
      description = "append the run to this baseline, unless it is no fair measurement")
  private String save;

  @Option(names = "--force", description = "append it all the same")
  private boolean force;

  /**
   * Refuses what cannot be done before anything is measured.
   *
   * @throws IllegalArgumentException if both options are given or a name is none
   */
  void check() {
    if (baseline != null && save != null) {
      throw new IllegalArgumentException(
          "--baseline and --save-baseline exclude each other; give one of them");
    }
    String name = baseline == null ? save : baseline;
    if (name != null && !BaselineStore.isName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a baseline; use letters, digits, . _ and -");
    }
  }

  /**
   * Does what was asked for.
   *
   * @param project the folder of the checkout, or below it
   * @param compare runs compare-baseline with these arguments
   * @return its exit code; 0 if nothing was asked for
   */
  int apply(Path folder, Path project, ToIntFunction<List<String>> compare) {
    if (baseline == null && save == null) {
      return ExitCode.OK;
    }
    BaselineStore baselines = BaselineStore.near(project);
    RunRecord record = RunRecordJson.readHead(folder.resolve(RunStore.RECORD)).record();
    List<String> arguments = new ArrayList<>();
    if (baseline != null && baselines.find(baseline, record).isPresent()) {
      arguments.addAll(List.of("compare", baseline, folder.toString()));
    } else {
      arguments.addAll(
          List.of("record", "--name=" + (baseline == null ? save : baseline), folder.toString()));
      if (force) {
        arguments.add("--force");
      }
    }
    arguments.add("--baselines=" + baselines.root());
    return compare.applyAsInt(arguments);
  }
}
