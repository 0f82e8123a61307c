/** Comparisons as text, Markdown and JSON. */
package dev.tidemark.baseline.report;
