package dev.tidemark.baseline.report;

/** How a line stands out on a terminal; the words say the same without colour. */
enum Style {
  PLAIN(""),
  BAD("\u001b[31m"),
  GOOD("\u001b[32m"),
  DOUBTFUL("\u001b[33m");

  private static final String RESET = "\u001b[0m";

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String paint(String text) {
    return this == PLAIN ? text : code + text + RESET;
  }
}
