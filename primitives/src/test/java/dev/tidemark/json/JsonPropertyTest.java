package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Texts read and written, and whatever comes in place of a text. */
class JsonPropertyTest {
  @Provide
  Arbitrary<Value> documents() {
    Arbitrary<Value> scalars =
        Arbitraries.oneOf(
            Arbitraries.of(Value.nil(), Value.of(true), Value.of(false), Value.of(-0.0)),
            Arbitraries.longs().map(Value::of),
            Arbitraries.doubles().filter(Double::isFinite).map(Value::of),
            Arbitraries.longs()
                .map(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .map(Value::of),
            texts().map(Value::of));
    return Arbitraries.recursive(
        () -> scalars,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(Value::list),
                Arbitraries.maps(texts(), inner).ofMaxSize(4).map(Value::map)),
        0,
        4);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(12),
        Arbitraries.of("", "ä\u0000", "日本", "😀", "a.b", "'", "\"", "\\"));
  }

  @Property(tries = 1000)
  void parse_printedDocument_isEqual(@ForAll("documents") Value document) {
    assertThat(Json.parse(Json.print(document))).isEqualTo(document);
  }

  @Property(tries = 5000)
  void print_anyDouble_isReadBack(@ForAll long bits) {
    double number = Double.longBitsToDouble(bits);
    if (Double.isFinite(number)) {
      String text = Decimals.shortest(number);
      assertThat(Double.parseDouble(text)).isEqualTo(number);
      assertThat(Decimals.valueOf(text)).isEqualTo(Value.of(number));
    }
  }

  @Property(tries = 5000)
  void parse_whatJavaPrints_isTaken(
      @ForAll long bits, @ForAll @DoubleRange(min = 1e12, max = 1e26) double large) {
    for (double number : new double[] {Double.longBitsToDouble(bits), large}) {
      if (Double.isFinite(number)) {
        assertThat(Decimals.valueOf(Double.toString(number))).isEqualTo(Value.of(number));
      }
    }
  }

  @Property(tries = 2000)
  void parse_shortDecimal_isAlwaysTaken(
      @ForAll long digits, @ForAll @DoubleRange(min = -300, max = 290) double exponent) {
    String literal = digits / 10_000 + "e" + (int) exponent;
    assertThat(Decimals.valueOf(literal)).isEqualTo(Value.of(Double.parseDouble(literal)));
  }

  /** The paths of a document's nodes lead to them, and to nothing else's. */
  @Property(tries = 300)
  void query_allNodes_havePathsThatReadThem(@ForAll("documents") Value document) {
    List<JsonMatch> all = QueryEvaluator.evaluate(QueryParser.parse("$..*"), document);
    assertThat(all).extracting(JsonMatch::path).doesNotHaveDuplicates();
    for (JsonMatch match : all) {
      assertThat(JsonPath.of(match.path()).in(document)).isSameAs(match.value());
    }
  }

  private static final String[] PIECES = {
    "$", "@", ".", "..", "[", "]", "*", "?", "(", ")", "'", "\"", ",", ":", "a", "b1", "_", "-",
    "0", "-1", "99", "1e5", "==", "<", ">=", "!", "&&", "||", "length(", "count(", "match(",
    "search(", "value(", "true", "null", " ", "\\", "\\u0041", "\ud800", "ä", "{", "}", "{1,3}",
    "+", "|", "^", "[^", "\\p{L}", "/", "~", "~0", "~1", "~2", "1.5", "\n", "\u0000"
  };

  @Provide
  Arbitrary<String> junk() {
    return Arbitraries.oneOf(
        Arbitraries.of(PIECES).list().ofMaxSize(30).map(list -> String.join("", list)),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(60)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(60)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_16)),
        Arbitraries.of(PIECES).map(piece -> piece.repeat(20_000)));
  }

  private static final Value SAMPLE =
      Json.parse("{\"a\":[1,2,{\"b1\":\"aab\"}],\"_\":{\"a\":null}}");

  @Property(tries = 4000)
  void parsers_whateverTheyAreGiven_giveAResultOrAClearError(@ForAll("junk") String text) {
    survives(text, Json::parse);
    survives(text, JsonPointer::parse);
    survives(text, JsonPath::of);
    survives(text, query -> QueryEvaluator.evaluate(QueryParser.parse(query), SAMPLE));
    survives("$" + text, query -> QueryEvaluator.evaluate(QueryParser.parse(query), SAMPLE));
    survives(
        "$[?" + text + "]", query -> QueryEvaluator.evaluate(QueryParser.parse(query), SAMPLE));
    survives(
        text,
        pattern ->
            RegularExpression.compile(pattern)
                .ifPresent(regex -> regex.matches("aab1", false, new Effort())));
  }

  private static void survives(String text, Consumer<String> parser) {
    try {
      parser.accept(text);
    } catch (InvalidArgumentException | LimitExceededException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
    }
  }
}
