/** The events of a run: one ordered, hash-chained log. */
package dev.tidemark.event;
