package dev.tidemark.baseline.compare;

import java.util.OptionalLong;

/**
 * What to run to get an answer where there is none.
 *
 * @param command for a shell at the root of the project; blank when the records do not say how they
 *     were measured
 * @param forks a side
 * @param minutes it takes, at least 1; empty when the records do not tell
 * @param sessions that BASE holds until then
 */
public record Remedy(String command, int forks, OptionalLong minutes, Sessions sessions) {

  /** One line for people. */
  public String text() {
    String size =
        forks
            + " forks a side"
            + (minutes.isPresent() ? ", about " + minutes.getAsLong() + " min" : "")
            + "; BASE: "
            + sessions.text();
    return command.isBlank() ? "measure both again, " + size : command + "  (" + size + ")";
  }
}
