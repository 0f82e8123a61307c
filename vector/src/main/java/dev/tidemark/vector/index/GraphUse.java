package dev.tidemark.vector.index;

/**
 * How a search may use a graph.
 *
 * @param width nodes that the beam keeps, at least one
 * @param fewestRows rows below which there is no graph
 */
public record GraphUse(GraphSpec spec, int width, int fewestRows) {}
