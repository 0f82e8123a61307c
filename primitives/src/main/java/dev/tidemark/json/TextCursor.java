package dev.tidemark.json;

import dev.tidemark.types.InvalidArgumentException;

/** A text and a place in it, with what the grammars of JSON and JSONPath have in common. */
final class TextCursor {
  /** What {@link #peek} says behind the last character. */
  static final int END = -1;

  private static final int SHOWN = 40;

  private final String what;
  private final String text;
  private int at;

  /**
   * @param what names the text in errors
   */
  TextCursor(String what, String text) {
    this.what = what;
    this.text = text;
  }

  int at() {
    return at;
  }

  void moveTo(int index) {
    at = index;
  }

  /** The next character, or END. */
  int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  /** The next character, which is passed. */
  char next() {
    if (at == text.length()) {
      throw error("ends too early");
    }
    return text.charAt(at++);
  }

  /** Passes the character if it is next. */
  boolean take(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  /** Passes the text if it is next. */
  boolean take(String wanted) {
    boolean found = text.startsWith(wanted, at);
    at += found ? wanted.length() : 0;
    return found;
  }

  void expect(char wanted) {
    if (!take(wanted)) {
      throw error("lacks a '" + wanted + "'");
    }
  }

  void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  void expectEnd() {
    if (at < text.length()) {
      throw error("goes on where it should end");
    }
  }

  String from(int start) {
    return text.substring(start, at);
  }

  /** Passes the digits that are next and returns how many. */
  int digits() {
    int start = at;
    while (isDigit(peek())) {
      at++;
    }
    return at - start;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Passes an integer without a leading zero, with its sign. */
  void integer() {
    take('-');
    int start = at;
    if (digits() == 0) {
      throw error("lacks a digit");
    } else if (text.charAt(start) == '0' && at - start > 1) {
      throw error("has a number with a leading zero");
    }
  }

  /** Passes a number as JSON writes it. */
  String number() {
    int start = at;
    integer();
    if (take('.') && digits() == 0) {
      throw error("lacks a digit after the decimal point");
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      if (digits() == 0) {
        throw error("lacks a digit in an exponent");
      }
    }
    return from(start);
  }

  /** Passes a string behind its opening quote, with the closing one. */
  String string(char quote) {
    int start = at;
    while (true) {
      char c = next();
      if (c == quote) {
        return wellFormed(text.substring(start, at - 1));
      } else if (c == '\\') {
        at--;
        return escapedString(quote, start);
      } else if (c < ' ') {
        throw control(c);
      }
    }
  }

  private String escapedString(char quote, int start) {
    StringBuilder decoded = new StringBuilder().append(text, start, at);
    while (true) {
      char c = next();
      if (c == quote) {
        return wellFormed(decoded.toString());
      } else if (c < ' ') {
        throw control(c);
      }
      decoded.append(c == '\\' ? escaped(quote) : c);
    }
  }

  private char escaped(char quote) {
    char c = next();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '/', '\\' -> c;
      case 'u' -> hexadecimal();
      default -> {
        if (c != quote) {
          throw error("has an unknown escape \\" + c);
        }
        yield c;
      }
    };
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw error("has an escape \\u without four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private InvalidArgumentException control(char c) {
    return error("has a control character \\u%04x in a string; escape it".formatted((int) c));
  }

  private String wellFormed(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        if (Character.charCount(string.codePointAt(i)) == 1) {
          throw error("has half of a surrogate pair in a string");
        }
        i++;
      }
    }
    return string;
  }

  /** An error about what is here. */
  InvalidArgumentException error(String problem) {
    return new InvalidArgumentException(what + " " + problem + ", at index " + at + here());
  }

  private String here() {
    int from = Math.max(0, at - SHOWN / 2);
    int to = Math.min(text.length(), from + SHOWN);
    return (from > 0 ? " of …" : " of ")
        + text.substring(from, to)
        + (to < text.length() ? "…" : "");
  }
}
