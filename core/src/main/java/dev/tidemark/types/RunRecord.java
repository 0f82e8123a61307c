package dev.tidemark.types;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Keys of a run's own record, in {@link KeySpace#RUN}. */
public final class RunRecord {
  private static final byte[] NAME = "name".getBytes(US_ASCII);
  private static final byte[] ORIGIN = "origin".getBytes(US_ASCII);
  private static final byte[] STATUS = "status".getBytes(US_ASCII);

  private RunRecord() {}

  /** The user key of the run's name, shared: not to be changed. */
  public static byte[] name() {
    return NAME;
  }

  /** The user key of what a fork is a fork of, shared: not to be changed. */
  public static byte[] origin() {
    return ORIGIN;
  }

  /**
   * The user key of the status, which makes the run exist: from its first state on until it is
   * deleted, which is for good. Shared: not to be changed.
   */
  public static byte[] status() {
    return STATUS;
  }
}
