package dev.tidemark.baseline.cli;

import picocli.CommandLine.Option;

/** Whether text is coloured. */
final class ColorOption {

  @Option(
      names = "--color",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}; auto honours NO_COLOR. Default: ${DEFAULT-VALUE}.")
  private Color color;

  boolean enabled(Console console) {
    return color.enabled(console.environment());
  }
}
