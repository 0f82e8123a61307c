package dev.tidemark.baseline.importer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What JMH says of the JVM, as far as all entries agree. JMH says nothing of the machine. */
final class JmhEnvironment {

  private JmhEnvironment() {}

  static void describe(List<JmhEntry> entries, ObjectNode environment) {
    ObjectNode java = environment.putObject("java");
    common(entries, entry -> entry.node().optionalText("jdkVersion"))
        .ifPresent(version -> java.put("version", version));
    common(entries, entry -> entry.node().optionalText("vmName"))
        .ifPresent(name -> java.put("vm", name));
    common(entries, entry -> entry.node().optionalText("vmVersion"))
        .ifPresent(version -> java.put("runtime", version));
    common(entries, entry -> Optional.of(entry.node().texts("jvmArgs")))
        .ifPresent(flags -> flags(flags, java));
    common(entries, entry -> entry.node().optionalText("jmhVersion"))
        .ifPresent(version -> environment.putObject("jmh").put("version", version));
  }

  private static <T> Optional<T> common(
      List<JmhEntry> entries, Function<JmhEntry, Optional<T>> field) {
    List<Optional<T>> values = entries.stream().map(field).distinct().toList();
    return values.size() == 1 ? values.get(0) : Optional.empty();
  }

  private static void flags(List<String> flags, ObjectNode java) {
    ArrayNode all = java.putArray("flags");
    flags.forEach(all::add);
    last(flags, "-XX:\\+Use(\\w+GC)").ifPresent(gc -> java.put("gc", gc));
    last(flags, "-Xmx([0-9]{1,9}[kKmMgG]?)").ifPresent(size -> java.put("max_heap_mb", mib(size)));
  }

  private static Optional<String> last(List<String> flags, String pattern) {
    return flags.stream()
        .filter(flag -> flag.matches(pattern))
        .reduce((earlier, later) -> later)
        .map(flag -> flag.replaceFirst(pattern, "$1"));
  }

  private static long mib(String size) {
    long amount = Long.parseLong(size.replaceAll("[^0-9]", ""));
    return switch (Character.toLowerCase(size.charAt(size.length() - 1))) {
      case 'g' -> amount << 10;
      case 'm' -> amount;
      case 'k' -> amount >> 10;
      default -> amount >> 20;
    };
  }
}
