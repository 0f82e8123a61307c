package dev.tidemark.index;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a derived index keeps beside a checkpoint, so that the next open need not derive it again:
 * the state of one version, no newer one and nothing that depends on one.
 */
public interface IndexSection {
  /** What it is, up to 255 bytes; given back to {@link IndexProvider#restore}. */
  String name();

  /** The version of the layout of its bytes; given back likewise. */
  int format();

  /**
   * Writes its bytes, once, while the index it comes from is told of more versions. If it throws,
   * the checkpoint is without this section.
   *
   * @param out buffered; closing and flushing it do nothing
   */
  void writeTo(OutputStream out) throws IOException;
}
