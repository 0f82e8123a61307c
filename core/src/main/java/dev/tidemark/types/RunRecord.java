package dev.tidemark.types;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Keys of a run's own record, in {@link KeySpace#RUN}. */
public final class RunRecord {
  private static final byte[] NAME = "name".getBytes(US_ASCII);
  private static final byte[] ORIGIN = "origin".getBytes(US_ASCII);
  private static final byte[] STATUS = "status".getBytes(US_ASCII);
  private static final byte[] PARENT = "parent".getBytes(US_ASCII);
  private static final byte[] TAGS = "tags".getBytes(US_ASCII);
  private static final byte[] FINISHED = "finished".getBytes(US_ASCII);
  private static final byte[] ADOPTED = "adopted".getBytes(US_ASCII);

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
   * The user key of the id of the run it was made for, or null once that was deleted: losing it is
   * a change of the record, with version and time. Shared: not to be changed.
   */
  public static byte[] parent() {
    return PARENT;
  }

  /** The user key of the list of tags, in order, shared: not to be changed. */
  public static byte[] tags() {
    return TAGS;
  }

  /**
   * The user key of why the run failed, or null if it finished otherwise. It is written as the run
   * finishes and stays when it is archived. Shared: not to be changed.
   */
  public static byte[] finished() {
    return FINISHED;
  }

  /** The user key that is written when the run is taken over, shared: not to be changed. */
  public static byte[] adopted() {
    return ADOPTED;
  }

  /**
   * The user key of the status, which makes the run exist: from its first state on until it is
   * deleted, which is for good. Shared: not to be changed.
   */
  public static byte[] status() {
    return STATUS;
  }
}
