package dev.tidemark.event;

import java.util.OptionalLong;

/**
 * Whether a log is what was appended.
 *
 * @param length of the log, as its head record says; if that is unreadable, the events found sound
 * @param firstBad the sequence of the first event that is damaged, missing or one too many; empty
 *     if there is none, or only the head record is damaged
 * @param reason what is wrong there, empty if nothing is
 */
public record ChainVerification(long length, OptionalLong firstBad, String reason) {
  public boolean isValid() {
    return reason.isEmpty();
  }
}
