package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.types.LimitExceededException;
import dev.tidemark.types.Value;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a query may cost, whatever it asks of whatever document. */
class QueryLimitsTest {
  private static int selected(String query, Value document) {
    return QueryEvaluator.evaluate(QueryParser.parse(query), document).size();
  }

  private static void refusesFor(String what, String query, Value document) {
    assertThatThrownBy(() -> selected(query, document))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining(what);
  }

  private static Value nulls(int count) {
    Value[] items = new Value[count];
    Arrays.fill(items, Value.nil());
    return Value.list(items);
  }

  @Test
  void query_nodesSelected_haveALimit() {
    assertThat(selected("$.*", nulls(1_000_000))).isEqualTo(1_000_000);
    refusesFor("nodes", "$[*,0]", nulls(1_000_000));
  }

  @Test
  void query_comparingAllWithAll_runsOutOfSteps() {
    refusesFor("steps", "$[?count($[?@ == 1]) == 1]", nulls(10_000));
  }

  @Test
  void query_manyLargePatterns_runsOutOfStepsNotOfMemory() {
    Value patterns =
        Value.list(IntStream.range(0, 12_000).mapToObj(i -> Value.of("a{9900}b" + i)).toList());
    refusesFor("steps", "$[?match('x', @)]", patterns);
  }

  @Test
  void query_longPaths_runsOutOfStepsNotOfMemory() {
    Value document = Value.map("n".repeat(1 << 20), nulls(5_000));
    refusesFor("steps", "$..*", document);
  }
}
