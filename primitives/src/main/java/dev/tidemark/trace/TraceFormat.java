package dev.tidemark.trace;

import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Decision;
import dev.tidemark.trace.TraceContent.Query;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceContent.ToolCall;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A trace as it is stored, a list. What its content has follows what every trace has; what is not
 * known is Null.
 *
 * <pre>
 * 0  code of the layout   1 to 6
 * 1  parent               Bytes of its id
 * 2  tags                 List of String
 * 3  metadata             Map
 *
 * 1  tool call   tool, arguments, microseconds, and the result if there is one, which may be Null
 * 2  decision    question, List of options, chosen, reasoning
 * 3  query       query type, query, number of results
 * 4  thought     content, confidence
 * 5  error       error type, message, whether it is recoverable
 * 6  custom      name, data
 * </pre>
 *
 * <p>A new layout of a content takes a new code.
 */
final class TraceFormat {
  private static final int CONTENT = 4;

  private TraceFormat() {}

  static ListValue encode(NewTrace trace) {
    List<Value> items = new ArrayList<>(CONTENT + 4);
    items.add(Value.of((long) code(trace.content().type())));
    items.add(trace.parent().map(id -> Value.bytes(TraceKeys.row(id))).orElse(Value.nil()));
    items.add(texts(trace.tags()));
    items.add(trace.metadata());
    addContent(items, trace.content());
    return Value.list(items);
  }

  static int code(TraceType type) {
    return type instanceof BuiltInType builtIn ? builtIn.code() : CustomType.CODE;
  }

  private static void addContent(List<Value> items, TraceContent content) {
    if (content instanceof ToolCall call) {
      Collections.addAll(items, Value.of(call.tool()), call.arguments());
      items.add(orNull(call.duration().map(d -> Value.of(d.toNanos() / 1_000))));
      call.result().ifPresent(items::add);
    } else if (content instanceof Decision decision) {
      Collections.addAll(
          items,
          Value.of(decision.question()),
          texts(decision.options()),
          Value.of(decision.chosen()),
          orNull(decision.reasoning().map(Value::of)));
    } else if (content instanceof Query query) {
      OptionalLong results = query.results();
      Collections.addAll(
          items,
          Value.of(query.queryType()),
          Value.of(query.query()),
          results.isPresent() ? Value.of(results.getAsLong()) : Value.nil());
    } else if (content instanceof Thought thought) {
      OptionalDouble confidence = thought.confidence();
      Collections.addAll(
          items,
          Value.of(thought.content()),
          confidence.isPresent() ? Value.of(confidence.getAsDouble()) : Value.nil());
    } else if (content instanceof TraceContent.Error error) {
      Collections.addAll(
          items,
          Value.of(error.errorType()),
          Value.of(error.message()),
          Value.of(error.recoverable()));
    } else if (content instanceof Custom custom) {
      Collections.addAll(items, Value.of(custom.name()), custom.data());
    }
  }

  private static Value orNull(Optional<Value> value) {
    return value.orElse(Value.nil());
  }

  private static ListValue texts(List<String> texts) {
    Value[] items = new Value[texts.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = Value.of(texts.get(i));
    }
    return Value.list(items);
  }

  /** Whether a trace follows from none. */
  static boolean isRoot(Value stored) {
    return ((ListValue) stored).get(1) == Value.nil();
  }

  static Trace decode(TraceId id, Value stored, long version) {
    ListValue items = (ListValue) stored;
    Optional<TraceId> parent =
        isRoot(items)
            ? Optional.empty()
            : Optional.of(TraceKeys.id(((Value.BytesValue) items.get(1)).toArray()));
    return new Trace(
        id, parent, content(items), texts(items.get(2)), (Value.MapValue) items.get(3), version);
  }

  private static TraceContent content(ListValue items) {
    int code = Math.toIntExact(number(items.get(0)));
    Value first = items.get(CONTENT);
    Value second = items.get(CONTENT + 1);
    return switch (code) {
      case 1 -> toolCall(text(first), second, items);
      case 2 ->
          new Decision(
              text(first),
              texts(second),
              text(items.get(CONTENT + 2)),
              known(items.get(CONTENT + 3)).map(TraceFormat::text));
      case 3 -> new Query(text(first), text(second), results(items.get(CONTENT + 2)));
      case 4 -> new Thought(text(first), confidence(second));
      case 5 ->
          new TraceContent.Error(
              text(first), text(second), ((Value.BoolValue) items.get(CONTENT + 2)).value());
      case CustomType.CODE -> new Custom(text(first), second);
      default -> throw new UnsupportedFormatException("a trace", "layout", code, CustomType.CODE);
    };
  }

  private static ToolCall toolCall(String tool, Value arguments, ListValue items) {
    int result = CONTENT + 3;
    return new ToolCall(
        tool,
        arguments,
        items.size() > result ? Optional.of(items.get(result)) : Optional.empty(),
        known(items.get(CONTENT + 2)).map(v -> Duration.ofNanos(number(v) * 1_000)));
  }

  private static OptionalLong results(Value value) {
    return value == Value.nil() ? OptionalLong.empty() : OptionalLong.of(number(value));
  }

  private static OptionalDouble confidence(Value value) {
    return value == Value.nil()
        ? OptionalDouble.empty()
        : OptionalDouble.of(((Value.DoubleValue) value).value());
  }

  private static Optional<Value> known(Value value) {
    return value == Value.nil() ? Optional.empty() : Optional.of(value);
  }

  private static long number(Value value) {
    return ((Value.LongValue) value).value();
  }

  private static String text(Value value) {
    return ((Value.StringValue) value).value();
  }

  private static List<String> texts(Value value) {
    List<String> texts = new ArrayList<>();
    for (Value text : (ListValue) value) {
      texts.add(text(text));
    }
    return texts;
  }
}
