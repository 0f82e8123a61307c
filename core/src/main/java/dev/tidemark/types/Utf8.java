package dev.tidemark.types;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** UTF-8 as the engine uses it: well-formed text only, ordered by unsigned bytes. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The text's bytes.
   *
   * @param what names the text in the error
   * @throws InvalidArgumentException if the text holds an unpaired surrogate
   */
  public static byte[] encode(String text, String what) {
    requireWellFormed(Objects.requireNonNull(text, what), what);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void requireWellFormed(String text, String what) {
    int i = 0;
    while (i < text.length()) {
      boolean pair = startsPair(text, i);
      if (!pair && Character.isSurrogate(text.charAt(i))) {
        throw new InvalidArgumentException(
            what
                + " has an unpaired surrogate at index "
                + i
                + "; only well-formed text is stored");
      }
      i += pair ? 2 : 1;
    }
  }

  private static boolean startsPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  /** Bytes the text takes in UTF-8. */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair counts 2 x 2 bytes for its 2 chars, any other char up to 3.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Order of the texts' UTF-8 bytes, unsigned: code point order, unlike String.compareTo. */
  public static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return codePointRank(x) - codePointRank(y);
      }
    }
    return a.length() - b.length();
  }

  /** Moves surrogates above the rest of the basic plane, where their code points belong. */
  private static int codePointRank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
