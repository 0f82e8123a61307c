package dev.tidemark.types;

/**
 * How far opening a database has come.
 *
 * @param file the file being read
 * @param bytesDone bytes read of all files
 * @param bytesTotal bytes to be read of all files; an upper bound, since the last ends in zeros
 */
public record RecoveryProgress(String file, long bytesDone, long bytesTotal) {}
