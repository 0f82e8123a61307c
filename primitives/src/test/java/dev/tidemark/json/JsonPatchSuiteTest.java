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

/** The published tests of RFC 6902, all but those that they disable themselves. */
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

  private static boolean isDisabled(String text) {
    return text.contains("\"disabled\": true");
  }

  @Test
  void suites_haveAsManyCasesAsWhenTheyWereTaken() {
    assertThat(cases("tests.json")).hasSize(95);
    assertThat(cases("tests.json").stream().filter(JsonPatchSuiteTest::isDisabled)).hasSize(3);
    assertThat(cases("spec_tests.json")).hasSize(17);
    assertThat(cases("spec_tests.json").stream().filter(JsonPatchSuiteTest::isDisabled)).hasSize(1);
  }

  @TestFactory
  Stream<DynamicTest> patch_eachCase_isAsTheSuiteSays() {
    return Stream.of("tests.json", "spec_tests.json")
        .flatMap(
            file -> {
              List<String> cases = cases(file);
              return IntStream.range(0, cases.size())
                  .filter(i -> !isDisabled(cases.get(i)))
                  .mapToObj(i -> test(file + " " + i, (MapValue) Json.parse(cases.get(i))));
            });
  }

  private DynamicTest test(String name, MapValue test) {
    return DynamicTest.dynamicTest(
        name + " " + test.get("comment"),
        () -> {
          json.create(now, name, test.get("doc"));
          if (test.get("error") == null) {
            json.patch(now, name, test.get("patch"));
            Value expected = test.get("expected") == null ? test.get("doc") : test.get("expected");
            Value found = json.get(now, name).orElseThrow().value();
            assertThat(Numbers.same(found, expected)).as("%s is %s", found, expected).isTrue();
          } else {
            assertThatThrownBy(() -> json.patch(now, name, test.get("patch")))
                .isInstanceOfAny(InvalidArgumentException.class, NotFoundException.class);
            assertThat(json.get(now, name).orElseThrow().value()).isEqualTo(test.get("doc"));
          }
        });
  }
}
