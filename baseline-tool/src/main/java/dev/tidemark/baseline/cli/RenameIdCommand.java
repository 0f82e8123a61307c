package dev.tidemark.baseline.cli;

import dev.tidemark.runs.RecordEdit;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Carries the history of a benchmark over to its new name. */
@Command(
    name = "rename-id",
    mixinStandardHelpOptions = true,
    description = {
      "Renames an id in all baselines and runs.",
      "A benchmark that got another name then still pairs with its past."
    },
    footer = {"", "Example:", "  compare-baseline rename-id kv_get/size_10k kv_get/keys_10k"})
final class RenameIdCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private StoreOption storeOption;

  @Parameters(index = "0", paramLabel = "OLD", description = "The id in the files.")
  private String old;

  @Parameters(index = "1", paramLabel = "NEW", description = "What it is called now.")
  private String renamed;

  RenameIdCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Path> files = new ArrayList<>(storeOption.baselines(console).files());
    storeOption.store(console).folders().stream()
        .map(folder -> folder.resolve(RunStore.RECORD))
        .filter(Files::exists)
        .forEach(files::add);
    int changed = RecordEdit.renameId(files, old, renamed).size();
    if (changed == 0) {
      throw new RunRecordException(
          "no baseline and no run holds the id " + old + "; see show RUN for what they hold");
    }
    console.out().println(changed + " of " + files.size() + " records changed");
    return ExitCode.PASSED;
  }
}
