package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.ListValue;
import dev.tidemark.types.Value.MapValue;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The compliance tests of RFC 9535, all of them. */
class JsonPathSuiteTest {
  private static final ListValue CASES =
      (ListValue) ((MapValue) Json.parse(SuiteResource.text("rfc9535/cts.json"))).get("tests");

  @Test
  void suite_hasAsManyCasesAsWhenItWasTaken() {
    assertThat(CASES.size()).isEqualTo(703);
  }

  @TestFactory
  Stream<DynamicTest> query_eachCase_isAsTheSuiteSays() {
    return IntStream.range(0, CASES.size())
        .mapToObj(i -> (MapValue) CASES.get(i))
        .map(test -> DynamicTest.dynamicTest(text(test, "name"), () -> check(test)));
  }

  private static String text(MapValue test, String name) {
    return ((Value.StringValue) test.get(name)).value();
  }

  private static void check(MapValue test) {
    String selector = text(test, "selector");
    if (test.get("invalid_selector") != null) {
      assertThatThrownBy(() -> QueryParser.parse(selector))
          .isInstanceOf(InvalidArgumentException.class);
      return;
    }
    List<JsonMatch> found =
        QueryEvaluator.evaluate(QueryParser.parse(selector), test.get("document"));
    Value values = Value.list(found.stream().map(JsonMatch::value).toList());
    Value paths = Value.list(found.stream().map(match -> Value.of(match.path())).toList());
    // Where order is free, the suite lists the orders there may be.
    Value expected = Value.list(values, paths);
    assertThat(outcomes(test)).contains(expected);
  }

  private static List<Value> outcomes(MapValue test) {
    if (test.get("result") != null) {
      return List.of(Value.list(test.get("result"), test.get("result_paths")));
    }
    List<Value> results = stream(test.get("results")).toList();
    List<Value> paths = stream(test.get("results_paths")).toList();
    return IntStream.range(0, results.size())
        .mapToObj(i -> (Value) Value.list(results.get(i), paths.get(i)))
        .toList();
  }

  private static Stream<Value> stream(Value list) {
    return StreamSupport.stream(((ListValue) list).spliterator(), false);
  }
}
