package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Reads I-Regexp, as the grammar of RFC 9485 has it; each method reads the rule of its name. As in
 * the mappings to other dialects that the RFC gives, {@code ^} and {@code $} outside of classes are
 * the edges of the text.
 */
final class RegularExpressionParser {
  private static final int MAX_NESTING = 100;
  private static final int MAX_COUNT_DIGITS = 6;

  /** The Unicode categories by their number in java.lang.Character. */
  private static final String CATEGORIES =
      "CnLuLlLtLmLoMnMeMcNdNlNoZsZlZpCcCf--CoCsPdPsPePcPoSmScSkSoPiPf";

  private static final String GROUPS = "LMNPZSC";

  private final TextCursor in;
  private int nesting;

  private RegularExpressionParser(String pattern) {
    this.in = new TextCursor("regular expression", pattern);
  }

  /**
   * The parsed pattern, or empty if it is none.
   *
   * @throws LimitExceededException if it is nested too deep, or repeats too often
   */
  static Optional<Pattern> parse(String pattern) {
    RegularExpressionParser parser = new RegularExpressionParser(pattern);
    try {
      Pattern parsed = parser.expression();
      parser.in.expectEnd();
      return Optional.of(parsed);
    } catch (InvalidArgumentException e) {
      return Optional.empty();
    }
  }

  private Pattern expression() {
    if (++nesting > MAX_NESTING) {
      throw new LimitExceededException(
          "nesting of a regular expression", MAX_NESTING, nesting, "use fewer groups");
    }
    List<Pattern> options = new ArrayList<>();
    do {
      options.add(branch());
    } while (in.take('|'));
    nesting--;
    return options.size() == 1 ? options.get(0) : new Pattern.Choice(options);
  }

  private Pattern branch() {
    List<Pattern> parts = new ArrayList<>();
    while (in.peek() != TextCursor.END && in.peek() != '|' && in.peek() != ')') {
      parts.add(quantified(atom()));
    }
    return new Pattern.Sequence(parts);
  }

  private Pattern quantified(Pattern part) {
    if (in.take('*')) {
      return new Pattern.Repeat(part, 0, Pattern.Repeat.UNBOUNDED);
    } else if (in.take('+')) {
      return new Pattern.Repeat(part, 1, Pattern.Repeat.UNBOUNDED);
    } else if (in.take('?')) {
      return new Pattern.Repeat(part, 0, 1);
    }
    return in.take('{') ? range(part) : part;
  }

  private Pattern range(Pattern part) {
    int least = count();
    int most = least;
    if (in.take(',')) {
      most = in.peek() == '}' ? Pattern.Repeat.UNBOUNDED : count();
    }
    in.expect('}');
    if (most != Pattern.Repeat.UNBOUNDED && most < least) {
      throw in.error("has a range that ends before it begins");
    }
    return new Pattern.Repeat(part, least, most);
  }

  private int count() {
    int start = in.at();
    int digits = in.digits();
    if (digits == 0) {
      throw in.error("lacks a number of repetitions");
    } else if (digits > MAX_COUNT_DIGITS) {
      throw new LimitExceededException(
          "a number of repetitions in digits", MAX_COUNT_DIGITS, digits, "repeat less");
    }
    return Integer.parseInt(in.from(start));
  }

  private Pattern atom() {
    char c = in.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> characterClass();
      case '.' -> new Pattern.One(any -> any != '\n' && any != '\r');
      case '^' -> new Pattern.Edge(true);
      case '$' -> new Pattern.Edge(false);
      case '\\' -> new Pattern.One(escape());
      case '*', '+', '?', ']', '{', '}' -> throw in.error("has a '" + c + "' that is not escaped");
      default -> new Pattern.One(only(codePoint(c)));
    };
  }

  private static IntPredicate only(int single) {
    return c -> c == single;
  }

  private Pattern group() {
    Pattern group = expression();
    in.expect(')');
    return group;
  }

  private int codePoint(char c) {
    return Character.isHighSurrogate(c) ? Character.toCodePoint(c, in.next()) : c;
  }

  private Pattern characterClass() {
    boolean negated = in.take('^');
    CharacterClass set = new CharacterClass();
    if (in.take('-')) {
      set.add('-', '-');
    } else {
      addItem(set);
    }
    while (!in.take(']')) {
      if (in.take('-')) {
        in.expect(']');
        set.add('-', '-');
        break;
      }
      addItem(set);
    }
    IntPredicate test = set.test();
    return new Pattern.One(negated ? test.negate() : test, set.members());
  }

  private void addItem(CharacterClass set) {
    if (in.take("\\p") || in.take("\\P")) {
      in.moveTo(in.at() - 1);
      int start = in.at();
      IntPredicate category = category();
      set.add(in.from(start), category);
      return;
    }
    int first = classCharacter();
    int behind = in.at();
    if (!in.take('-') || in.peek() == ']') {
      in.moveTo(behind);
      set.add(first, first);
      return;
    }
    int last = classCharacter();
    if (last < first) {
      throw in.error("has a range that ends before it begins");
    }
    set.add(first, last);
  }

  private int classCharacter() {
    char c = in.next();
    if (c == '-' || c == '[' || c == ']') {
      throw in.error("has a '" + c + "' in a class that is not escaped");
    }
    return c == '\\' ? escapedCharacter() : codePoint(c);
  }

  private IntPredicate escape() {
    if (in.peek() == 'p' || in.peek() == 'P') {
      return category();
    }
    return only(escapedCharacter());
  }

  private int escapedCharacter() {
    char c = in.next();
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '(', ')', '*', '+', '-', '.', '?', '[', '\\', ']', '^', '{', '|', '}' -> c;
      // Not in the grammar, though the only way to name it where $ is the end of the text.
      case '$' -> c;
      default -> throw in.error("has an unknown escape \\" + c);
    };
  }

  private IntPredicate category() {
    boolean negated = in.next() == 'P';
    in.expect('{');
    int start = in.at();
    while (in.peek() != '}') {
      in.next();
    }
    String name = in.from(start);
    in.expect('}');
    boolean known =
        name.length() == 1
            ? GROUPS.contains(name)
            : name.length() == 2 && !name.equals("Cs") && isCategory(name);
    if (!known) {
      throw in.error("has the unknown category " + name);
    }
    IntPredicate set = c -> categoryOf(c).startsWith(name);
    return negated ? set.negate() : set;
  }

  private static boolean isCategory(String name) {
    int at = CATEGORIES.indexOf(name);
    return at >= 0 && at % 2 == 0;
  }

  private static String categoryOf(int c) {
    int type = Character.getType(c);
    return CATEGORIES.substring(2 * type, 2 * type + 2);
  }
}
