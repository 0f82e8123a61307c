package dev.tidemark.baseline.cli;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** When text is coloured. */
enum Color {
  AUTO,
  ALWAYS,
  NEVER;

  boolean enabled(Map<String, String> environment) {
    return enabled(environment, Ansi.AUTO.enabled());
  }

  /** An explicit choice wins over NO_COLOR, which wins over what the terminal can do. */
  boolean enabled(Map<String, String> environment, boolean terminal) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return this == ALWAYS || (this == AUTO && terminal && !refused);
  }
}
