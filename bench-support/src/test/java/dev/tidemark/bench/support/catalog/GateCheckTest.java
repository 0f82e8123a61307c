package dev.tidemark.bench.support.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.Profile;
import dev.tidemark.runs.Gates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateCheckTest {
  private static final int QUICK_IDS = 12;

  private final Catalog catalog = Catalog.load();
  private final String quick = catalog.of(Profile.QUICK).get(0).id();
  private final String full =
      catalog.entries().stream()
          .filter(entry -> entry.profile() == Profile.FULL)
          .map(CatalogEntry::id)
          .findFirst()
          .orElseThrow();

  @Test
  void faults_gateOnAQuickId_areNone() {
    assertThat(GateCheck.faults(catalog, gates(absolute(quick)), QUICK_IDS)).isEmpty();
  }

  @Test
  void faults_gateOutsideQuick_nameTheId() {
    assertThat(GateCheck.faults(catalog, gates(absolute(full)), QUICK_IDS))
        .containsExactly("gated, but not in the quick profile: " + full);
  }

  @Test
  void faults_informationalGateOutsideQuick_areNone() {
    String gate = ratio(quick, full).replace("}", ",\"informational\":true}");

    assertThat(GateCheck.faults(catalog, gates(gate), QUICK_IDS)).isEmpty();
  }

  @Test
  void faults_gateOnNothing_nameTheId() {
    assertThat(GateCheck.faults(catalog, gates(absolute("no/such")), QUICK_IDS))
        .contains("gate on an id that does not exist: no/such");
  }

  @Test
  void units_ratio_sayWhatBothSidesAre() {
    List<String> units = GateCheck.units(catalog, gates(ratio(quick, full)));

    assertThat(units).hasSize(2).anySatisfy(unit -> assertThat(unit).startsWith(full + " = "));
    assertThat(units).allSatisfy(unit -> assertThat(unit).endsWith(" per call"));
  }

  private static String absolute(String id) {
    return "{\"id\":\"" + id + "\",\"target\":\"1ms\"}";
  }

  private static String ratio(String numerator, String denominator) {
    return "{\"id\":\"ratio/x\",\"target\":2,\"num\":\""
        + numerator
        + "\",\"den\":\""
        + denominator
        + "\"}";
  }

  private static Gates gates(String gate) {
    byte[] json = ("[" + gate + "]").getBytes(StandardCharsets.UTF_8);
    return Gates.read("test", new ByteArrayInputStream(json));
  }
}
