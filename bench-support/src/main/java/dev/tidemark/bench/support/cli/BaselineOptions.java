package dev.tidemark.bench.support.cli;

import dev.tidemark.bench.support.profiling.BaselineStacks;
import dev.tidemark.runs.BaselineStore;
import dev.tidemark.runs.BaselineStore.Baseline;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordJson;
import dev.tidemark.runs.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * What came of it.
   *
   * @param exitCode of compare-baseline; 0 if nothing was asked for
   * @param base the baseline that the run was compared with
   */
  record Compared(int exitCode, Optional<String> base) {
    static final Compared NOTHING = new Compared(ExitCode.OK, Optional.empty());
  }

  /**
   * These options as they would be typed for one run.
   *
   * @param mode appended to the name, as in {@link #apply}
   */
  String flagsToRepeat(Optional<String> mode) {
    String suffix = mode.map(each -> "-" + each).orElse("");
    return (baseline == null ? "" : " --baseline=" + baseline + suffix)
        + (save == null ? "" : " --save-baseline=" + save + suffix)
        + (force ? " --force" : "");
  }

  /**
   * Does what was asked for.
   *
   * @param project the folder of the checkout, or below it
   * @param mode appended to the name, where one command line makes a run for each mode
   * @param compare runs compare-baseline with these arguments
   */
  Compared apply(
      Path folder, Path project, Optional<String> mode, ToIntFunction<List<String>> compare) {
    if (baseline == null && save == null) {
      return Compared.NOTHING;
    }
    String asked = baseline == null ? save : baseline;
    String name = mode.map(each -> asked + "-" + each).orElse(asked);
    BaselineStore baselines = BaselineStore.near(project);
    RunRecord record = RunRecordJson.readHead(folder.resolve(RunStore.RECORD)).record();
    String where = "--baselines=" + baselines.root();
    Optional<Baseline> found = baselines.find(name, record);
    if (baseline != null && found.isPresent()) {
      BaselineStacks.of(found.get()).ifPresent(stacks -> stacks.compareWith(folder));
      int code = compare.applyAsInt(List.of("compare", name, folder.toString(), where));
      return new Compared(code, Optional.of(name));
    }
    List<String> arguments =
        new ArrayList<>(List.of("record", "--name=" + name, folder.toString(), where));
    if (force) {
      arguments.add("--force");
    }
    int code = compare.applyAsInt(arguments);
    if (code == ExitCode.OK) {
      baselines.find(name, record).ifPresent(saved -> BaselineStacks.keep(folder, saved));
    }
    return new Compared(code, Optional.empty());
  }
}
