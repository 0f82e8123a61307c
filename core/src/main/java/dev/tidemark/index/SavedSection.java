package dev.tidemark.index;

import dev.tidemark.types.FileProblem;
import dev.tidemark.types.KeySpace;
import dev.tidemark.types.RunId;
import java.io.InputStream;

/**
 * An {@link IndexSection} read back.
 *
 * @param file where it lies, for messages
 * @param offset where it begins there, for messages
 * @param run the run whose entries were indexed
 * @param space the key space
 * @param name as written
 * @param format as written
 * @param version the version whose state it holds, which is the checkpoint's
 * @param content its bytes, checked before they are handed out: a read throws where they are
 *     damaged. Not to be kept
 */
public record SavedSection(
    String file,
    long offset,
    RunId run,
    KeySpace space,
    String name,
    int format,
    long version,
    InputStream content) {
  FileProblem problem(String what) {
    return new FileProblem(
        file,
        offset,
        "section \"%s\", format %d, of key space %s of run %s: %s"
            .formatted(name, format, space.id(), run, what));
  }
}
