package dev.tidemark.trace;

/**
 * What kind of step a trace is: one of ours, or one that a user named. A user's never equals one of
 * ours, whatever its name.
 */
public sealed interface TraceType permits BuiltInType, CustomType {
  TraceType TOOL_CALL = BuiltInType.TOOL_CALL;
  TraceType DECISION = BuiltInType.DECISION;
  TraceType QUERY = BuiltInType.QUERY;
  TraceType THOUGHT = BuiltInType.THOUGHT;
  TraceType ERROR = BuiltInType.ERROR;

  /**
   * The type of a user's own traces.
   *
   * @param name as for keys: 1 to 1,024 bytes of UTF-8 without NUL
   */
  static TraceType custom(String name) {
    return new CustomType(name);
  }
}
