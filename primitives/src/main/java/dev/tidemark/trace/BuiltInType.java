package dev.tidemark.trace;

/** The types of ours, with the codes they are stored by. */
enum BuiltInType implements TraceType {
  TOOL_CALL(1),
  DECISION(2),
  QUERY(3),
  THOUGHT(4),
  ERROR(5);

  private final int code;

  BuiltInType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
