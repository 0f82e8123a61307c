package dev.tidemark.bench.support.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks {@code git} about a directory. */
public final class Checkout {
  private static final long PATIENCE_SECONDS = 20;

  private Checkout() {}

  /** The commit checked out at {@code directory}; unknown outside a checkout or without git. */
  public static Commit read(Path directory) {
    Optional<String> id = git(directory, "rev-parse", "HEAD");
    if (id.isEmpty()) {
      return Commit.unknown();
    }
    String branch = git(directory, "rev-parse", "--abbrev-ref", "HEAD").orElse(Commit.UNKNOWN);
    String dirty =
        git(directory, "status", "--porcelain", "--untracked-files=no")
            .map(changes -> String.valueOf(!changes.isEmpty()))
            .orElse(Commit.UNKNOWN);
    return new Commit(id.get(), branch, dirty);
  }

  private static Optional<String> git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean succeeded =
          process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      return succeeded ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
