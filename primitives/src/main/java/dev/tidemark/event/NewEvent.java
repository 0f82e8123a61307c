package dev.tidemark.event;

import dev.tidemark.types.Value;

/**
 * An event to be appended.
 *
 * @param type what kind of event it is, 1 to 1,024 bytes of UTF-8 without NUL
 */
public record NewEvent(String type, Value payload) {}
