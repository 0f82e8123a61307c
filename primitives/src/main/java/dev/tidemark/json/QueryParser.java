package dev.tidemark.json;

import dev.tidemark.json.Query.And;
import dev.tidemark.json.Query.Comparison;
import dev.tidemark.json.Query.Condition;
import dev.tidemark.json.Query.Exists;
import dev.tidemark.json.Query.Match;
import dev.tidemark.json.Query.Not;
import dev.tidemark.json.Query.Operand;
import dev.tidemark.json.Query.Operator;
import dev.tidemark.json.Query.Or;
import dev.tidemark.json.Query.Segment;
import dev.tidemark.json.Query.Selector;
import dev.tidemark.json.Query.Single;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads JSONPath, as the grammar of RFC 9535 has it; each method reads the rule of its name. */
final class QueryParser {
  static final int MAX_SEGMENTS = 256;

  private static final int MAX_NESTING = 64;
  private static final long LARGEST_INDEX = (1L << 53) - 1;

  private final TextCursor in;
  private final boolean isShort;
  private int nesting;

  private QueryParser(String text, boolean isShort) {
    this.in = new TextCursor(isShort ? "short path" : "JSONPath", text);
    this.isShort = isShort;
  }

  /**
   * @throws InvalidArgumentException if the text is no query
   * @throws LimitExceededException if it has too many segments or levels
   */
  static Query parse(String text) {
    QueryParser parser = new QueryParser(text, false);
    parser.in.expect('$');
    return parser.complete(new ArrayList<>());
  }

  /**
   * Reads a query without its {@code $}, or without {@code $.}; its names need no quotes for a
   * hyphen, or a digit at their beginning.
   */
  static Query parseShort(String text) {
    QueryParser parser = new QueryParser(text, true);
    List<Segment> first = new ArrayList<>();
    int c = parser.in.peek();
    if (c != '.' && c != '[' && c != TextCursor.END) {
      first.add(new Segment(false, List.of(parser.shorthand())));
    }
    return parser.complete(first);
  }

  private Query complete(List<Segment> first) {
    Query query = new Query(false, segments(first));
    in.expectEnd();
    return query;
  }

  private List<Segment> segments(List<Segment> segments) {
    while (true) {
      int behind = in.at();
      in.skipBlanks();
      if (in.peek() != '.' && in.peek() != '[') {
        in.moveTo(behind);
        return segments;
      } else if (segments.size() == MAX_SEGMENTS) {
        throw new LimitExceededException(
            "a path in segments", MAX_SEGMENTS, MAX_SEGMENTS + 1L, "documents are less deep");
      }
      segments.add(segment());
    }
  }

  private Segment segment() {
    if (in.take("..")) {
      return new Segment(true, in.peek() == '[' ? bracketed() : List.of(shorthand()));
    }
    return new Segment(false, in.take('.') ? List.of(shorthand()) : bracketed());
  }

  private Selector shorthand() {
    return in.take('*') ? new Query.Wildcard() : new Query.Name(memberName());
  }

  private String memberName() {
    int start = in.at();
    while (isNameCharacter(in.peek(), in.at() == start)) {
      in.next();
    }
    if (in.at() == start) {
      throw in.error("lacks a name; one that is not of letters is given as ['name']");
    }
    return requireWellFormed(in.from(start));
  }

  private String requireWellFormed(String name) {
    if (name.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw in.error("has half of a surrogate pair in a name");
    }
    return name;
  }

  private boolean isNameCharacter(int c, boolean first) {
    return isLetter(c)
        || c == '_'
        || c >= 0x80
        || ((!first || isShort) && TextCursor.isDigit(c))
        || (isShort && c == '-');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private List<Selector> bracketed() {
    in.expect('[');
    List<Selector> selectors = new ArrayList<>();
    do {
      in.skipBlanks();
      selectors.add(selector());
      in.skipBlanks();
    } while (in.take(','));
    in.expect(']');
    return selectors;
  }

  private Selector selector() {
    int c = in.peek();
    if (c == '\'' || c == '"') {
      return new Query.Name(in.string(in.next()));
    } else if (in.take('*')) {
      return new Query.Wildcard();
    } else if (in.take('?')) {
      in.skipBlanks();
      return new Query.Filter(logicalOr());
    }
    return indexOrSlice();
  }

  private Selector indexOrSlice() {
    Long start = in.peek() == ':' ? null : (Long) integer();
    int behind = in.at();
    in.skipBlanks();
    if (!in.take(':')) {
      in.moveTo(behind);
      return new Query.Index(start);
    }
    in.skipBlanks();
    Long end = optionalInteger();
    in.skipBlanks();
    if (!in.take(':')) {
      return new Query.Slice(start, end, 1);
    }
    in.skipBlanks();
    Long step = optionalInteger();
    return new Query.Slice(start, end, step == null ? 1 : step);
  }

  private Long optionalInteger() {
    return in.peek() == '-' || TextCursor.isDigit(in.peek()) ? (Long) integer() : null;
  }

  private long integer() {
    int start = in.at();
    in.integer();
    String digits = in.from(start);
    if (digits.equals("-0")
        || digits.length() > 17
        || Math.abs(Long.parseLong(digits)) > LARGEST_INDEX) {
      throw in.error("has the index " + digits + ", which is not within 2^53");
    }
    return Long.parseLong(digits);
  }

  private Condition logicalOr() {
    if (++nesting > MAX_NESTING) {
      throw new LimitExceededException(
          "nesting of a filter", MAX_NESTING, nesting, "make the condition simpler");
    }
    List<Condition> conditions = new ArrayList<>();
    do {
      in.skipBlanks();
      conditions.add(logicalAnd());
      in.skipBlanks();
    } while (in.take("||"));
    nesting--;
    return conditions.size() == 1 ? conditions.get(0) : new Or(conditions);
  }

  private Condition logicalAnd() {
    List<Condition> conditions = new ArrayList<>();
    do {
      in.skipBlanks();
      conditions.add(basic());
      in.skipBlanks();
    } while (in.take("&&"));
    return conditions.size() == 1 ? conditions.get(0) : new And(conditions);
  }

  private Condition basic() {
    if (in.take('!')) {
      in.skipBlanks();
      return new Not(in.peek() == '(' ? parenthesized() : test(primary()));
    } else if (in.peek() == '(') {
      return parenthesized();
    }
    Object left = primary();
    int behind = in.at();
    in.skipBlanks();
    Operator operator = operator();
    if (operator == null) {
      in.moveTo(behind);
      return test(left);
    }
    in.skipBlanks();
    return new Comparison(operand(left), operator, operand(primary()));
  }

  private Condition parenthesized() {
    in.expect('(');
    Condition condition = logicalOr();
    in.expect(')');
    return condition;
  }

  private Operator operator() {
    if (in.take("==")) {
      return Operator.EQUAL;
    } else if (in.take("!=")) {
      return Operator.NOT_EQUAL;
    } else if (in.take("<=")) {
      return Operator.LESS_OR_EQUAL;
    } else if (in.take('<')) {
      return Operator.LESS;
    } else if (in.take(">=")) {
      return Operator.GREATER_OR_EQUAL;
    }
    return in.take('>') ? Operator.GREATER : null;
  }

  /** A query, a function or a literal: a Query, a Condition or an Operand. */
  private Object primary() {
    int c = in.peek();
    if (c == '@' || c == '$') {
      return filterQuery();
    } else if (c == '\'' || c == '"') {
      return new Query.Literal(Value.of(in.string(in.next())));
    } else if (c == '-' || TextCursor.isDigit(c)) {
      return new Query.Literal(number(in.number()));
    } else if (c >= 'a' && c <= 'z') {
      return wordOrFunction();
    }
    throw in.error("lacks a query, a function or a literal");
  }

  /** A number that documents cannot hold is compared by its nearest double. */
  private static Value number(String literal) {
    Value exact = Decimals.valueOf(literal);
    return exact == null ? Value.of(Double.parseDouble(literal)) : exact;
  }

  private Query filterQuery() {
    boolean relative = in.next() == '@';
    return new Query(relative, segments(new ArrayList<>()));
  }

  private Object wordOrFunction() {
    int start = in.at();
    while (isFunctionCharacter(in.peek())) {
      in.next();
    }
    String word = in.from(start);
    if (in.take('(')) {
      return function(word);
    }
    return switch (word) {
      case "true" -> new Query.Literal(Value.of(true));
      case "false" -> new Query.Literal(Value.of(false));
      case "null" -> new Query.Literal(Value.nil());
      default -> throw in.error("has the unknown word " + word);
    };
  }

  private static boolean isFunctionCharacter(int c) {
    return (c >= 'a' && c <= 'z') || c == '_' || TextCursor.isDigit(c);
  }

  private Object function(String name) {
    List<Object> arguments = arguments();
    return switch (name) {
      case "length" -> new Query.Length(operand(only(name, arguments)));
      case "count" -> new Query.Count(nodes(only(name, arguments)));
      case "value" -> new Query.ValueOf(nodes(only(name, arguments)));
      case "match", "search" -> match(name, arguments);
      default ->
          throw in.error(
              "has the unknown function "
                  + name
                  + "; there are length, count, value, match and search");
    };
  }

  private List<Object> arguments() {
    if (++nesting > MAX_NESTING) {
      throw new LimitExceededException(
          "nesting of functions", MAX_NESTING, nesting, "make the condition simpler");
    }
    List<Object> arguments = new ArrayList<>();
    in.skipBlanks();
    if (!in.take(')')) {
      do {
        in.skipBlanks();
        arguments.add(primary());
        in.skipBlanks();
      } while (in.take(','));
      in.expect(')');
    }
    nesting--;
    return arguments;
  }

  private Object only(String function, List<Object> arguments) {
    requireCount(function, arguments, 1);
    return arguments.get(0);
  }

  private void requireCount(String function, List<Object> arguments, int count) {
    if (arguments.size() != count) {
      throw in.error(
          "gives " + function + " " + arguments.size() + " arguments, but it takes " + count);
    }
  }

  private Match match(String function, List<Object> arguments) {
    requireCount(function, arguments, 2);
    boolean whole = function.equals("match");
    return new Match(whole, operand(arguments.get(0)), operand(arguments.get(1)));
  }

  private Query nodes(Object argument) {
    if (argument instanceof Query query) {
      return query;
    }
    throw in.error("gives a function a value where it takes a query");
  }

  private Operand operand(Object primary) {
    if (primary instanceof Operand operand) {
      return operand;
    } else if (primary instanceof Query query && query.isSingular()) {
      return new Single(query);
    }
    throw in.error("has a query of several nodes, or a condition, where one value is needed");
  }

  private Condition test(Object primary) {
    if (primary instanceof Condition condition) {
      return condition;
    } else if (primary instanceof Query query) {
      return new Exists(query);
    }
    throw in.error("has a value where a condition is needed");
  }
}
