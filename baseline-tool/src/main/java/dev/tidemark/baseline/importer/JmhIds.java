package dev.tidemark.baseline.importer;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names for the entries of one result: benchmark and parameters, {@code pkg.Map.get/size=1000}; the
 * mode and then the threads follow only where entries would share a name.
 */
final class JmhIds {

  private final Map<String, Long> plain;
  private final Map<String, Long> modes;

  JmhIds(List<JmhEntry> entries) {
    plain = entries.stream().collect(Collectors.groupingBy(JmhEntry::name, Collectors.counting()));
    modes =
        entries.stream().collect(Collectors.groupingBy(JmhIds::withMode, Collectors.counting()));
  }

  String of(JmhEntry entry) {
    if (plain.get(entry.name()) == 1) {
      return entry.name();
    }
    String withMode = withMode(entry);
    return modes.get(withMode) == 1 ? withMode : withMode + ":t" + entry.threads();
  }

  private static String withMode(JmhEntry entry) {
    return entry.name() + ":" + entry.mode();
  }
}
