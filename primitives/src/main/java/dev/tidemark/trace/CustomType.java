package dev.tidemark.trace;

import java.util.Objects;

/** A type that a user named. */
record CustomType(String name) implements TraceType {
  /** What traces of all these types are stored by. */
  static final int CODE = 6;

  CustomType {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return "custom \"" + name + "\"";
  }
}
