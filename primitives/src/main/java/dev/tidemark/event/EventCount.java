package dev.tidemark.event;

/** How many events of a type there are. */
public record EventCount(String type, long count) {}
