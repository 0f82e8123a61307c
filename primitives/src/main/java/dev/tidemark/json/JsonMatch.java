package dev.tidemark.json;

import dev.tidemark.types.Value;

/**
 * One node that a query selected.
 *
 * @param path its normalized path, which every operation that takes a path accepts
 */
public record JsonMatch(String path, Value value) {}
