package dev.tidemark.trace;

/** Which of two traces a listing has first. */
public enum TraceOrder {
  OLDEST_FIRST,
  NEWEST_FIRST
}
