package dev.tidemark.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.trace.TraceContent.Custom;
import dev.tidemark.trace.TraceContent.Decision;
import dev.tidemark.trace.TraceContent.Query;
import dev.tidemark.trace.TraceContent.Thought;
import dev.tidemark.trace.TraceContent.ToolCall;
import dev.tidemark.types.UnsupportedFormatException;
import dev.tidemark.types.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in databases already, written out: a change here is a change of format. */
class TraceFormatCompatibilityTest {
  private static final TraceId ID = new TraceId(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
  private static final Value NIL = Value.nil();

  @Test
  void spaces_keepTheirNumbers() {
    assertThat(TraceStore.ROWS.id()).isEqualTo(0x14);
    assertThat(TraceStore.INDEX.id()).isEqualTo(0x15);
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        Arguments.of(
            new ToolCall("grep", Value.map("q", "x")),
            1,
            List.of(Value.of("grep"), Value.map("q", "x"), NIL)),
        Arguments.of(
            new ToolCall("grep", NIL, Optional.of(NIL), Optional.of(Duration.ofNanos(1_500_999))),
            1,
            List.of(Value.of("grep"), NIL, Value.of(1_500), NIL)),
        Arguments.of(
            new Decision("how?", List.of("a", "b"), "a", Optional.of("cheap")),
            2,
            List.of(
                Value.of("how?"),
                Value.list(Value.of("a"), Value.of("b")),
                Value.of("a"),
                Value.of("cheap"))),
        Arguments.of(
            new Decision("how?", List.of(), "a"),
            2,
            List.of(Value.of("how?"), Value.list(), Value.of("a"), NIL)),
        Arguments.of(
            new Query("sql", "select", OptionalLong.of(3)),
            3,
            List.of(Value.of("sql"), Value.of("select"), Value.of(3))),
        Arguments.of(
            new Query("sql", "select"), 3, List.of(Value.of("sql"), Value.of("select"), NIL)),
        Arguments.of(
            new Thought("hm", OptionalDouble.of(0.5)), 4, List.of(Value.of("hm"), Value.of(0.5))),
        Arguments.of(new Thought(""), 4, List.of(Value.of(""), NIL)),
        Arguments.of(
            new TraceContent.Error("io", "disk", true),
            5,
            List.of(Value.of("io"), Value.of("disk"), Value.of(true))),
        Arguments.of(new Custom("plan", Value.list()), 6, List.of(Value.of("plan"), Value.list())));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void row_ofEachContent_isAList(TraceContent content, int code, List<Value> stored) {
    TraceId parent = new TraceId(1, 2);
    NewTrace trace =
        new NewTrace(content, List.of("b", "a"), Value.map("k", 1), Optional.of(parent));
    Value row =
        Value.list(
            Stream.concat(
                    Stream.of(
                        Value.of(code),
                        Value.bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}),
                        Value.list(Value.of("b"), Value.of("a")),
                        Value.map("k", 1)),
                    stored.stream())
                .toList());

    assertThat(TraceFormat.encode(trace)).isEqualTo(row);
    assertThat(TraceFormat.decode(ID, row, 9))
        .isEqualTo(
            new Trace(ID, Optional.of(parent), content, List.of("b", "a"), Value.map("k", 1), 9));
  }

  @Test
  void row_withoutParent_hasNullInItsPlace() {
    Value row = TraceFormat.encode(NewTrace.of(new Thought("hm")));

    assertThat(row)
        .isEqualTo(
            Value.list(Value.of(4), NIL, Value.list(), Value.emptyMap(), Value.of("hm"), NIL));
    assertThat(TraceFormat.isRoot(row)).isTrue();
    assertThat(TraceFormat.decode(ID, row, 1).parent()).isEmpty();
  }

  @Test
  void row_ofAnUnknownLayout_isRefusedByNumber() {
    Value row = Value.list(Value.of(7), NIL, Value.list(), Value.emptyMap(), NIL, NIL);

    assertThatThrownBy(() -> TraceFormat.decode(ID, row, 1))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("layout 7")
        .hasMessageContaining("up to 6");
  }

  @Test
  void keys_ofRowsAndIndexRows_areTheseBytes() {
    String id = "0102030405060708090a0b0c0d0e0f10";
    byte[] text = "é".getBytes(StandardCharsets.UTF_8);

    assertThat(ID).hasToString(id);
    assertThat(hex(TraceKeys.row(ID))).isEqualTo(id);
    assertThat(hex(TraceKeys.of(TraceKeys.typePrefix(BuiltInType.TOOL_CALL), ID)))
        .isEqualTo("0101" + id);
    assertThat(hex(TraceKeys.typePrefix(BuiltInType.DECISION))).isEqualTo("0102");
    assertThat(hex(TraceKeys.typePrefix(BuiltInType.QUERY))).isEqualTo("0103");
    assertThat(hex(TraceKeys.typePrefix(BuiltInType.THOUGHT))).isEqualTo("0104");
    assertThat(hex(TraceKeys.typePrefix(BuiltInType.ERROR))).isEqualTo("0105");
    assertThat(hex(TraceKeys.of(TraceKeys.typePrefix(text), ID))).isEqualTo("0106c3a900" + id);
    assertThat(hex(TraceKeys.of(TraceKeys.tagPrefix(text), ID))).isEqualTo("02c3a900" + id);
    assertThat(hex(TraceKeys.of(TraceKeys.parentPrefix(ID), ID))).isEqualTo("03" + id + id);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
