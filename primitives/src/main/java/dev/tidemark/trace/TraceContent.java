package dev.tidemark.trace;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a trace says. Immutable; texts may be empty. */
public sealed interface TraceContent {
  TraceType type();

  /**
   * A call of a tool.
   *
   * @param result what it returned, if it did
   * @param duration how long it took, if known: 0 to 36,500 days, kept in whole microseconds
   */
  record ToolCall(String tool, Value arguments, Optional<Value> result, Optional<Duration> duration)
      implements TraceContent {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public ToolCall {
      Objects.requireNonNull(tool, "tool");
      Objects.requireNonNull(arguments, "arguments");
      Objects.requireNonNull(result, "result");
      duration = duration.map(ToolCall::wholeMicros);
    }

    /** A call of which neither result nor duration is known. */
    public ToolCall(String tool, Value arguments) {
      this(tool, arguments, Optional.empty(), Optional.empty());
    }

    private static Duration wholeMicros(Duration duration) {
      if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
        throw new InvalidArgumentException(
            "duration " + duration + " of a tool call is outside 0..36,500 days; leave it out");
      }
      return Duration.ofNanos(duration.toNanos() / 1_000 * 1_000);
    }

    @Override
    public TraceType type() {
      return TraceType.TOOL_CALL;
    }
  }

  /**
   * A choice between options.
   *
   * @param options at most 1,000; what was chosen need not be among them
   */
  record Decision(String question, List<String> options, String chosen, Optional<String> reasoning)
      implements TraceContent {
    private static final int MOST_OPTIONS = 1_000;

    public Decision {
      Objects.requireNonNull(question, "question");
      options = List.copyOf(options);
      Objects.requireNonNull(chosen, "chosen");
      Objects.requireNonNull(reasoning, "reasoning");
      if (options.size() > MOST_OPTIONS) {
        throw new LimitExceededException(
            "number of options of a decision",
            MOST_OPTIONS,
            options.size(),
            "record those that were considered");
      }
    }

    /** A decision without a reason given. */
    public Decision(String question, List<String> options, String chosen) {
      this(question, options, chosen, Optional.empty());
    }

    @Override
    public TraceType type() {
      return TraceType.DECISION;
    }
  }

  /**
   * A question to a source of knowledge.
   *
   * @param queryType what was asked, or how
   * @param results how many were found, if known; at least 0
   */
  record Query(String queryType, String query, OptionalLong results) implements TraceContent {
    public Query {
      Objects.requireNonNull(queryType, "query type");
      Objects.requireNonNull(query, "query");
      if (results.isPresent() && results.getAsLong() < 0) {
        throw new InvalidArgumentException(
            "number of results "
                + results.getAsLong()
                + " of a query is negative; leave it out if it is not known");
      }
    }

    /** A query of which the number of results is not known. */
    public Query(String queryType, String query) {
      this(queryType, query, OptionalLong.empty());
    }

    @Override
    public TraceType type() {
      return TraceType.QUERY;
    }
  }

  /**
   * A thought.
   *
   * @param confidence 0 to 1, if known
   */
  record Thought(String content, OptionalDouble confidence) implements TraceContent {
    public Thought {
      Objects.requireNonNull(content, "content");
      if (confidence.isPresent() && !isShare(confidence.getAsDouble())) {
        throw new InvalidArgumentException(
            "confidence "
                + confidence.getAsDouble()
                + " of a thought is outside 0..1; leave it out if it is not known");
      }
    }

    /** A thought of unknown confidence. */
    public Thought(String content) {
      this(content, OptionalDouble.empty());
    }

    private static boolean isShare(double confidence) {
      return confidence >= 0 && confidence <= 1;
    }

    @Override
    public TraceType type() {
      return TraceType.THOUGHT;
    }
  }

  /**
   * Something that went wrong.
   *
   * @param recoverable whether the agent could go on
   */
  @SuppressWarnings("JavaLangClash") // Always named with its owner: TraceContent.Error.
  record Error(String errorType, String message, boolean recoverable) implements TraceContent {
    public Error {
      Objects.requireNonNull(errorType, "error type");
      Objects.requireNonNull(message, "message");
    }

    @Override
    public TraceType type() {
      return TraceType.ERROR;
    }
  }

  /**
   * A step of the user's own kind.
   *
   * @param name of its kind, as in {@link TraceType#custom}
   */
  record Custom(String name, Value data) implements TraceContent {
    public Custom {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(data, "data");
    }

    @Override
    public TraceType type() {
      return TraceType.custom(name);
    }
  }
}
