/** The multi-version map: every version of every key that a view may still see. */
package dev.tidemark.storage;
