package dev.tidemark.baseline.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A format and the file it goes to; without a file, standard output. */
record FormatTarget(Kind kind, Optional<String> file) {

  enum Kind {
    TEXT,
    MARKDOWN,
    JSON,
    CSV,
    JUNIT,
    SARIF,
    HTML
  }

  /** For help and complaints. */
  static final String NAMES = "text, markdown, json, csv, junit, sarif or html";

  /** Where what is written will lie. */
  Path folder(Path workingDirectory) {
    return file.map(name -> workingDirectory.resolve(name).toAbsolutePath().getParent())
        .orElse(workingDirectory);
  }

  /** Reads {@code json} or {@code json:report.json}. */
  static final class Converter implements ITypeConverter<FormatTarget> {
    @Override
    public FormatTarget convert(String text) {
      String[] parts = text.split(":", 2);
      Kind kind =
          Arrays.stream(Kind.values())
              .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(parts[0]))
              .findFirst()
              .orElseThrow(
                  () -> new TypeConversionException("\"" + text + "\" is no format; use " + NAMES));
      if (parts.length == 2 && parts[1].isBlank()) {
        throw new TypeConversionException("\"" + text + "\" names no file after the colon");
      }
      return new FormatTarget(kind, parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
    }
  }
}
