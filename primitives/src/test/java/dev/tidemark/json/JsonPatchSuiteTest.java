package dev.tidemark.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.Database;
import dev.tidemark.DatabaseOptions;
import dev.tidemark.transaction.Scope;
import dev.tidemark.types.InvalidArgumentException;
import dev.tidemark.types.NotFoundException;
import dev.tidemark.types.Numbers;
import dev.tidemark.types.Value;
import dev.tidemark.types.Value.MapValue;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published tests of RFC 6902, all of them, also those that they disable themselves. */
class JsonPatchSuiteTest {
  private final JsonStore json = new JsonStore();
  private final Database db = Database.inMemory(DatabaseOptions.defaults());
  private final Scope now = db.global();

  @AfterEach
  void close() {
    db.close();
  }

  private static List<String> cases(String file) {
    return SuiteResource.items(SuiteResource.text("rfc6902/" + file));
  }

  /** Whether the patch has an operation with two members of one name, which is no document. */
  private static boolean isAmbiguous(String text) {
    return text.contains("two 'op' members");
  }

  @Test
  void suites_haveAsManyCasesAsWhenTheyWereTaken() {
    assertThat(cases("tests.json")).hasSize(95);
    assertThat(cases("tests.json").stream().filter(JsonPatchSuiteTest::isAmbiguous)).hasSize(1);
    assertThat(cases("spec_tests.json")).hasSize(17);
    assertThat(cases("spec_tests.json").stream().filter(JsonPatchSuiteTest::isAmbiguous))
        .hasSize(1);
  }

  @TestFactory
  Stream<DynamicTest> patch_eachCase_isAsTheSuiteSays() {
    return Stream.of("tests.json", "spec_tests.json")
        .flatMap(
            file -> {
              List<String> cases = cases(file);
              return IntStream.range(0, cases.size())
                  .mapToObj(
                      i ->
                          isAmbiguous(cases.get(i))
                              ? refusal(file + " " + i, cases.get(i))
                              : test(file + " " + i, (MapValue) Json.parse(cases.get(i))));
            });
  }

  private DynamicTest refusal(String name, String test) {
    int patch = test.indexOf("\"patch\"");
    String text = test.substring(test.indexOf('[', patch), test.indexOf(']', patch) + 1);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          json.create(now, name, "{\"foo\":\"bar\"}");
          assertThatThrownBy(() -> json.patch(now, name, text))
              .isInstanceOf(InvalidArgumentException.class)
              .hasMessageContaining("\"op\" twice");
          assertThat(json.get(now, name).orElseThrow().value()).isEqualTo(Value.map("foo", "bar"));
        });
  }

  private DynamicTest test(String name, MapValue test) {
    return DynamicTest.dynamicTest(
        name + " " + test.get("comment"),
        () -> {
          json.create(now, name, test.get("doc"));
          String patch = Json.print(test.get("patch"));
          if (test.get("error") == null) {
            json.patch(now, name, patch);
            Value expected = test.get("expected") == null ? test.get("doc") : test.get("expected");
            Value found = json.get(now, name).orElseThrow().value();
            assertThat(Numbers.same(found, expected)).as("%s is %s", found, expected).isTrue();
          } else {
            assertThatThrownBy(() -> json.patch(now, name, patch))
                .isInstanceOfAny(InvalidArgumentException.class, NotFoundException.class);
            assertThat(json.get(now, name).orElseThrow().value()).isEqualTo(test.get("doc"));
          }
        });
  }
}
