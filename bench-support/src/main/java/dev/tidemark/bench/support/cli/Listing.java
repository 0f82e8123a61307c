package dev.tidemark.bench.support.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tidemark.bench.support.catalog.CatalogEntry;
import dev.tidemark.runs.GateDefinition;
import dev.tidemark.runs.Gates;
import dev.tidemark.runs.Nanos;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The catalogue for people and programs. */
record Listing(List<CatalogEntry> entries, Gates gates) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(row("id", "tier", "profile", "gate", "round"));
    for (CatalogEntry entry : entries) {
      text.append(
          row(
              entry.id(),
              entry.tier().label(),
              entry.profile().label(),
              gate(entry).map(gate -> limit(gate)).orElse("-"),
              String.format(Locale.ROOT, "%.1f s", entry.roundLength().toMillis() / 1e3)));
    }
    return text.toString();
  }

  private static String row(String id, String tier, String profile, String gate, String length) {
    return String.format(
        Locale.ROOT, "%-50s %-4s %-9s %-10s %s%n", id, tier, profile, gate, length);
  }

  String json() {
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (CatalogEntry entry : entries) {
      array
          .addObject()
          .put("id", entry.id())
          .put("tier", entry.tier().label())
          .put("suite", entry.suite())
          .put("profile", entry.profile().label())
          .put("gate", gate(entry).map(Listing::limit).orElse(null))
          .put("round_seconds", entry.roundLength().toMillis() / 1e3);
    }
    return array.toPrettyString() + "\n";
  }

  private Optional<GateDefinition> gate(CatalogEntry entry) {
    return gates.definitions().stream().filter(gate -> gate.id().equals(entry.id())).findFirst();
  }

  private static String limit(GateDefinition gate) {
    return gate.metric().endsWith("_ns")
        ? Nanos.format(gate.target())
        : String.format(Locale.ROOT, "%.4g", gate.target());
  }
}
