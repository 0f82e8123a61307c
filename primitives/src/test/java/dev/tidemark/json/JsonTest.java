package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void parse_everyKind_isItsValue() {
    assertThat(
            Json.parse(
                " {\"a\" : [ null , true,false, -12, 1.5e2 , \"t\\u00e4\\n\\ud83d\\ude00/\\/\" ] , \"\" : { } , \"z\":[]}\r\n\t"))
        .isEqualTo(
            Value.map(
                "a",
                Value.list(
                    Value.nil(),
                    Value.of(true),
                    Value.of(false),
                    Value.of(-12),
                    Value.of(150.0),
                    Value.of("tä\n😀//")),
                "",
                Value.emptyMap(),
                "z",
                Value.list()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\ud800\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "[1]]",
        "1 2",
        "// c\n1",
        "/**/1",
        "\uFEFF1",
        "[1}",
        "{\"a\":1]",
        "\u00a01",
        "\"\\U0041\"",
        "{\"\\ud800\":1}",
        "\u0661"
      })
  void parse_whatIsNoJson_isRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("at index");
  }

  @Test
  void parse_error_namesPathAndPlace() {
    assertThatThrownBy(() -> Json.parse("{\"a\":[1,{\"b\":tru}]}"))
        .hasMessageContaining("$['a'][1]['b']")
        .hasMessageContaining("at index 13");
    assertThatThrownBy(() -> Json.parse("{\"a\":{\"x\":1,\"y\":2,\"x\":3}}"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("\"x\" twice")
        .hasMessageContaining("$['a']['x']");
  }

  @Test
  void parse_depth_atBelowAndAboveItsLimit() {
    String most = "[".repeat(100) + "]".repeat(100);
    assertThat(Json.parse(most).depth()).isEqualTo(100);
    assertThat(Json.print(Json.parse(most))).isEqualTo(most);
    assertThatThrownBy(() -> Json.parse("[" + most + "]"))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("limit is 100");
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
        .isInstanceOf(LimitExceededException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "9007199254740993.0",
        "1e400",
        "-1e400",
        "1e-400",
        "4e-324",
        "9007199254740993e1",
        "1.0000000000000001",
        "3.14159265358979323846",
        "0.30000000000000000001",
        "1e99999999999999999999"
      })
  void parse_numberThatWouldChange_isRefusedWithPathAndLiteral(String literal) {
    assertThatThrownBy(() -> Json.parse("[0,{\"n\":" + literal + "}]"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(literal)
        .hasMessageContaining("$[1]['n']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "0.30000000000000004",
        "1e2",
        "1E+2",
        "1.50",
        "-0",
        "-0.0",
        "0e99999999999",
        "5e-324",
        "4.9e-324",
        "1.22002604151217872E17",
        "1.35301952344706637E18",
        "2.9802322387695312e-8",
        "2.9802322387695313E-8",
        "0.10000000000000001",
        "1.7976931348623157e308",
        "2.2250738585072014e-308",
        "5.684341886080802E-14",
        "2E23",
        "1e23",
        "9007199254740992.0",
        "123456789.125",
        "0.0000000000000000000000000000000000000001"
      })
  void parse_roundedFormOfADouble_isThatDouble(String literal) {
    Value value = Json.parse(literal);
    assertThat(value).isEqualTo(Value.of(Double.parseDouble(literal)));
    assertThat(Json.parse(Json.print(value))).isEqualTo(value);
  }

  /** Bits and what Python prints for them, the digits that JavaScript prints too. */
  @Test
  void doubles_asAnotherLanguagePrintsThem_areReadAndPrintedAlike() {
    List<String> lines = SuiteResource.text("doubles.txt").lines().toList();
    assertThat(lines).hasSize(512);
    for (String line : lines) {
      String bits = line.substring(0, 16);
      String printed = line.substring(17);
      Value number = Value.of(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)));
      assertThat(Json.parse(printed)).as(line).isEqualTo(number);
      assertThat(Json.parse("-" + printed)).as(line).isNotEqualTo(number);
      assertThat(new BigDecimal(Json.print(number)))
          .as(line)
          .isEqualByComparingTo(new BigDecimal(printed));
    }
    assertThat(Json.print(Value.of(0x1p-25))).isEqualTo("2.9802322387695312E-8");
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "0, 0",
    "-1, -1"
  })
  void parse_wholeNumber_isALong(String literal, long number) {
    assertThat(Json.parse(literal)).isEqualTo(Value.of(number));
  }

  @Test
  void print_strings_escapesWhatItMust() {
    String text = "\"\\\b\f\n\r\t\u0001ä😀\u2028/";
    assertThat(Json.print(Value.of(text)))
        .isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001ä😀\u2028/\"");
    assertThat(Json.parse(Json.print(Value.of(text)))).isEqualTo(Value.of(text));
    assertThat(Json.print(Value.map("b\n", 1, "a", Value.list())))
        .isEqualTo("{\"a\":[],\"b\\n\":1}");
  }

  @Test
  void print_whatJsonHasNot_isRefused() {
    assertThatThrownBy(() -> Json.print(Value.list(Value.of(Double.NEGATIVE_INFINITY))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("$[0]");
    assertThatThrownBy(() -> Json.print(Value.bytes(new byte[1])))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
