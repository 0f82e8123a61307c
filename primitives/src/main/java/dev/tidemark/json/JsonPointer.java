package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import dev.tidemark.types.ValuePath;
import dev.tidemark.types.ValuePath.Index;
import dev.tidemark.types.ValuePath.Name;
import dev.tidemark.types.ValuePath.Step;
import java.util.ArrayList;
import java.util.List;

/** A pointer of RFC 6901. */
record JsonPointer(String text, List<String> tokens) {
  private static final String BEHIND_LAST = "-";

  /** As many digits as an int always holds, more than the index of any item. */
  private static final int MAX_DIGITS = 9;

  JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /**
   * @throws InvalidArgumentException if the text is no pointer
   * @throws LimitExceededException if it has more than 256 tokens
   */
  static JsonPointer parse(String text) {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw new InvalidArgumentException(
          "pointer \"" + text + "\" does not begin with a slash; the empty one is the document");
    }
    List<String> tokens = new ArrayList<>();
    int from = 1;
    while (from <= text.length()) {
      int slash = text.indexOf('/', from);
      int to = slash < 0 ? text.length() : slash;
      if (tokens.size() == QueryParser.MAX_SEGMENTS) {
        throw new LimitExceededException(
            "a pointer in tokens",
            QueryParser.MAX_SEGMENTS,
            QueryParser.MAX_SEGMENTS + 1L,
            "documents are less deep");
      }
      tokens.add(unescaped(text.substring(from, to), text));
      from = to + 1;
    }
    return new JsonPointer(text, tokens);
  }

  private static String unescaped(String token, String text) {
    for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
      if (i + 1 == token.length() || (token.charAt(i + 1) != '0' && token.charAt(i + 1) != '1')) {
        throw new InvalidArgumentException(
            "pointer \"" + text + "\" has a ~ that is neither ~0 nor ~1");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  /** Whether this one leads to something that contains what the other leads to. */
  boolean isAbove(JsonPointer other) {
    int size = tokens.size();
    return size < other.tokens.size() && other.tokens.subList(0, size).equals(tokens);
  }

  /**
   * The path to what it points at.
   *
   * @throws NotFoundException if there is nothing
   */
  ValuePath existing(Plan plan) {
    return resolved(plan, tokens.size());
  }

  /** The path to the container of what it points at, which itself need not be there. */
  ValuePath existingParent(Plan plan) {
    return resolved(plan, tokens.size() - 1);
  }

  String lastToken() {
    return tokens.get(tokens.size() - 1);
  }

  private ValuePath resolved(Plan plan, int count) {
    List<Step> steps = new ArrayList<>();
    Value reached = plan.at(ValuePath.root());
    for (String token : tokens.subList(0, count)) {
      Step step = step(reached, token);
      reached = step == null ? null : step.in(reached);
      if (reached == null) {
        throw new NotFoundException(
            "pointer \"" + text + "\" leads nowhere: there is no \"" + token + "\" on its way");
      }
      steps.add(step);
    }
    return new ValuePath(steps);
  }

  private static Step step(Value container, String token) {
    if (container instanceof MapValue) {
      return new Name(token);
    }
    int index = container instanceof ListValue ? index(token) : -1;
    return index < 0 ? null : new Index(index);
  }

  /** The index that a token is, one beyond every array if it is too large; else -1. */
  private static int index(String token) {
    boolean digits = !token.isEmpty() && token.chars().allMatch(TextCursor::isDigit);
    boolean canonical = digits && (token.length() == 1 || token.charAt(0) != '0');
    if (!canonical) {
      return -1;
    }
    return token.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(token);
  }

  /**
   * Where in an array its last token asks for a new item: the length for behind the last.
   *
   * @throws InvalidArgumentException if that is no index
   * @throws NotFoundException if it is beyond the length
   */
  int insertionIndex(int length) {
    if (lastToken().equals(BEHIND_LAST)) {
      return length;
    }
    int index = index(lastToken());
    if (index < 0) {
      throw new InvalidArgumentException(
          "pointer \"" + text + "\" ends in an array, but not with an index or -");
    } else if (index > length) {
      throw new NotFoundException(
          "pointer \"" + text + "\" leads beyond an array of " + length + "; use - for its end");
    }
    return index;
  }
}
