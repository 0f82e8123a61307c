package dev.tidemark.baseline.html;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lays a comparison out as one HTML file: markup, style, script and data in it, nothing loaded from
 * anywhere. The data are JSON in a script element, built into the page with text nodes only, so
 * that no id or note can be markup.
 */
public final class HtmlReport {

  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  /** One scope, in the order of use. */
  private static final List<String> SCRIPTS =
      List.of("elements.js", "figures.js", "strips.js", "charts.js", "details.js", "page.js");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static {
    MAPPER.getFactory().setCharacterEscapes(new MarkupEscapes());
  }

  /** Nothing that could end a script element or begin a comment is left as it is. */
  private static final class MarkupEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] codes = standardAsciiEscapesForJSON();

    MarkupEscapes() {
      codes['<'] = ESCAPE_STANDARD;
      codes['>'] = ESCAPE_STANDARD;
      codes['&'] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return new SerializedString(String.format("\\u%04x", character));
    }
  }

  private HtmlReport() {}

  /** The whole page, ASCII but for the characters of its own texts. */
  public static String render(ReportSource source) {
    String scripts =
        SCRIPTS.stream().map(HtmlReport::own).collect(Collectors.joining("\n", "", ""));
    return own("report.html")
        .replace("@UPLOT_LICENSE@", resource(UPLOT + "LICENSE").strip())
        .replace("@UPLOT_STYLE@", resource(UPLOT + "dist/uPlot.min.css").strip())
        .replace("@STYLE@", own("report.css").strip())
        .replace("@UPLOT@", resource(UPLOT + "dist/uPlot.iife.min.js").strip())
        .replace("@SCRIPT@", scripts.strip())
        .replace("@DATA@", json(new ReportData(source).root()));
  }

  /** JSON that may stand inside a script element. */
  static String json(JsonNode data) {
    try {
      return MAPPER.writeValueAsString(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String own(String name) {
    return resource(name);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
