package dev.tidemark.bench.support.catalog;

import dev.tidemark.bench.support.BenchId;
import dev.tidemark.bench.support.Profile;
import dev.tidemark.runs.IdFilter;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/** The entries of one benchmark method: every combination of its parameters. */
final class MethodEntries {
  private static final int LARGEST_BATCH = 10_000_000;

  private final BenchmarkListEntry declared;
  private final BenchId annotation;
  private final List<Mode> modes;

  private MethodEntries(BenchmarkListEntry declared, BenchId annotation, List<Mode> modes) {
    this.declared = declared;
    this.annotation = annotation;
    this.modes = modes;
  }

  /** The entries of a method that JMH lists once per mode. */
  static List<CatalogEntry> of(List<BenchmarkListEntry> oneMethod) {
    BenchmarkListEntry first = oneMethod.get(0);
    BenchId annotation = annotation(first.getUsername());
    List<Mode> modes = oneMethod.stream().map(BenchmarkListEntry::getMode).sorted().toList();
    return new MethodEntries(first, annotation, modes).checked().entries();
  }

  private static BenchId annotation(String username) {
    int dot = username.lastIndexOf('.');
    try {
      return Arrays.stream(Class.forName(username.substring(0, dot)).getMethods())
          .filter(method -> method.getName().equals(username.substring(dot + 1)))
          .map(MethodEntries::benchId)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(username + " is not a public method"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "the benchmark list names a class that is gone: " + username, e);
    }
  }

  private static BenchId benchId(Method method) {
    BenchId annotation = method.getAnnotation(BenchId.class);
    if (annotation == null) {
      throw new IllegalStateException(method + " has no @BenchId, so its result has no name");
    }
    return annotation;
  }

  private MethodEntries checked() {
    boolean sampled = modes.contains(Mode.SampleTime);
    if (sampled && declared.getOperationsPerInvocation().orElse(1) != 1) {
      throw invalid("pairs SampleTime with @OperationsPerInvocation; a quotient is no latency");
    }
    if (modes.contains(Mode.Throughput) || modes.contains(Mode.All)) {
      throw invalid("must name its modes: AverageTime, SampleTime or SingleShotTime");
    }
    boolean shot = modes.contains(Mode.SingleShotTime);
    if (annotation.batch() < 1 || annotation.batch() > LARGEST_BATCH) {
      throw invalid(
          "has a batch of " + annotation.batch() + "; 1 to " + LARGEST_BATCH + " allowed");
    }
    if (annotation.batch() > 1 && !shot) {
      throw invalid("has a batch, which only SingleShotTime has");
    }
    if (shot && modes.size() > 1) {
      throw invalid("mixes SingleShotTime with another mode");
    }
    return this;
  }

  private IllegalStateException invalid(String fault) {
    return new IllegalStateException(declared.getUsername() + " " + fault);
  }

  private List<CatalogEntry> entries() {
    List<CatalogEntry> entries = combinations().stream().map(this::entry).toList();
    List<String> ids = entries.stream().map(CatalogEntry::id).toList();
    requireMatch(annotation.quick(), ids);
    requireMatch(annotation.standard(), ids);
    return entries;
  }

  private void requireMatch(String[] globs, List<String> ids) {
    List<String> unmatched = IdFilter.of(List.of(globs)).unmatched(ids);
    if (!unmatched.isEmpty()) {
      throw invalid("puts " + unmatched + " into a profile, but has only the ids " + ids);
    }
  }

  private CatalogEntry entry(Map<String, String> params) {
    String id = new IdTemplate(annotation.value()).fill(params);
    return new CatalogEntry(
        id,
        annotation.tier(),
        suite(),
        profile(id),
        declared.getUsername(),
        modes,
        params,
        annotation.batch(),
        annotation.batchStrict() == 0 ? annotation.batch() : annotation.batchStrict(),
        itemsPerCall(params),
        declared.getThreads().orElse(1),
        Schedule.of(declared),
        Duration.ofMillis(annotation.setUpMillis()),
        Duration.ofMillis(annotation.shotMillis()));
  }

  private String suite() {
    String type = declared.getUserClassQName();
    String inPackage = type.substring(0, type.lastIndexOf('.'));
    return inPackage.substring(inPackage.lastIndexOf('.') + 1);
  }

  private Profile profile(String id) {
    if (matches(annotation.quick(), id)) {
      return Profile.QUICK;
    }
    return matches(annotation.standard(), id) && annotation.from() == Profile.FULL
        ? Profile.STANDARD
        : annotation.from();
  }

  private static boolean matches(String[] globs, String id) {
    return globs.length > 0 && IdFilter.of(List.of(globs)).matches(id);
  }

  private int itemsPerCall(Map<String, String> params) {
    String name = annotation.itemsParam();
    if (name.isEmpty()) {
      return 1;
    }
    if (!params.containsKey(name)) {
      throw invalid("counts items by '" + name + "', which is no @Param of it");
    }
    return Integer.parseInt(params.get(name));
  }

  private List<Map<String, String>> combinations() {
    Map<String, String[]> declaredParams = new TreeMap<>(declared.getParams().orElse(Map.of()));
    List<Map<String, String>> combinations = List.of(Map.of());
    for (Map.Entry<String, String[]> param : declaredParams.entrySet()) {
      combinations =
          combinations.stream().flatMap(known -> extended(known, param).stream()).toList();
    }
    return combinations;
  }

  private static List<Map<String, String>> extended(
      Map<String, String> known, Map.Entry<String, String[]> param) {
    return Arrays.stream(param.getValue())
        .map(value -> extended(known, param.getKey(), value))
        .toList();
  }

  private static Map<String, String> extended(
      Map<String, String> known, String name, String value) {
    Map<String, String> longer = new LinkedHashMap<>(known);
    longer.put(name, value);
    return longer;
  }
}
