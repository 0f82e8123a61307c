package dev.tidemark.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.runs.EnvironmentDifference.Weight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentDifferenceTest {

  @Test
  void between_sameEnvironment_isEmpty() {
    assertThat(
            EnvironmentDifference.between(run(Records.environment()), run(Records.environment())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, model, Other, FORBIDS",
    "cpu, model, Ruler(R) 9000 CPU @ 2.60GHz, DIFFERS",
    "java, version, 21.0.1, FORBIDS",
    "java, version, 17.0.16, WARNS",
    "java, gc, unknown, WARNS",
    "os, kernel, 6.9.1, WARNS",
    "os, name, Plan 9, DIFFERS",
  })
  void between_oneField_hasItsWeight(String group, String field, String value, Weight weight) {
    ObjectNode other = Records.environment();
    String before = other.at("/" + group + "/" + field).asText();
    other.withObject("/" + group).put(field, value);
    assertThat(EnvironmentDifference.between(run(Records.environment()), run(other)))
        .containsExactly(new EnvironmentDifference(weight, group + "." + field, before, value));
  }

  @Test
  void between_severalFields_putsTheWeightiestFirst() {
    ObjectNode other = Records.environment();
    other.withObject("/cpu").put("cores", 4).put("bogomips", 1);
    other.withObject("/os").put("kernel", "6.9.1");
    other.put("timestamp", "now");
    assertThat(EnvironmentDifference.between(run(Records.environment()), run(other)))
        .extracting(EnvironmentDifference::field)
        .containsExactly("cpu.cores", "os.kernel", "cpu.bogomips");
  }

  @Test
  void between_fieldOfOneSide_onlyWarns() {
    ObjectNode other = Records.environment();
    other.withObject("/cpu").remove("model");
    List<EnvironmentDifference> differences =
        EnvironmentDifference.between(run(Records.environment()), run(other));
    assertThat(differences)
        .containsExactly(new EnvironmentDifference(Weight.WARNS, "cpu.model", "Ruler 9000", "-"));
  }

  private static RunRecord run(ObjectNode environment) {
    return Records.run(Records.NOON, environment, RunInfo.NOT_RECORDED, Map.of());
  }
}
