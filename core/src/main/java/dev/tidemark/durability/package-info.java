/** Commits on disk: the write-ahead log, its byte formats, its recovery, the file system seam. */
package dev.tidemark.durability;
