package dev.tidemark.bench.support.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel's own files say and OSHI does not. */
final class KernelSettings {
  private static final String CPU0 = "sys/devices/system/cpu/cpu0/";
  private static final String FREQUENCY = CPU0 + "cpufreq/";
  private static final Pattern BRACKETED = Pattern.compile("\\[(\\w+)]");
  private static final long KIB_PER_GIB = 1 << 20;
  private static final String NO_LIMIT = "none";
  private static final String UNLIMITED = "max";

  /** What the programs that make containers put into them. */
  private static final Map<String, String> CONTAINERS =
      Map.of(".dockerenv", "docker", "run/.containerenv", "podman");

  private final SystemFiles files;

  KernelSettings(SystemFiles files) {
    this.files = files;
  }

  Map<String, Object> governor() {
    Optional<String> current = files.read(FREQUENCY + "scaling_governor");
    Map<String, Object> governor = new LinkedHashMap<>();
    governor.put("current", Unknown.or(current));
    governor.put(
        "available",
        Unknown.or(
            files
                .read(FREQUENCY + "scaling_available_governors")
                .map(names -> List.of(names.split("\\s+")))));
    governor.put("is_performance", Unknown.or(current.map(name -> name.equals("performance"))));
    return governor;
  }

  /** Whether the clock may rise above its nominal rate: {@code on}, {@code off} or unknown. */
  Object turbo() {
    Optional<String> intel =
        files
            .read("sys/devices/system/cpu/intel_pstate/no_turbo")
            .map(disabled -> disabled.equals("0") ? "on" : "off");
    Optional<String> generic =
        files
            .read("sys/devices/system/cpu/cpufreq/boost")
            .map(enabled -> enabled.equals("1") ? "on" : "off");
    return Unknown.or(intel.or(() -> generic));
  }

  /** Size of a cache of the first core, such as {@code 32K}. */
  Object cache(int level, String type) {
    return Unknown.or(
        files.names(CPU0 + "cache", "index*").stream()
            .map(index -> CPU0 + "cache/" + index + "/")
            .filter(path -> files.read(path + "level").equals(Optional.of("" + level)))
            .filter(path -> files.read(path + "type").equals(Optional.of(type)))
            .findFirst()
            .flatMap(path -> files.read(path + "size")));
  }

  /** The cores this process may run on, such as {@code 0-7}. */
  Object affinity() {
    return Unknown.or(files.field("proc/self/status", "Cpus_allowed_list"));
  }

  /**
   * Cores' worth of time that the control groups of this process grant, {@code none} without a
   * limit.
   */
  Object quota() {
    return tightest(
        controlled("cpu.max")
            .map(text -> text.split("\\s+", 2))
            .map(
                parts -> parts[0].equals(UNLIMITED) ? NO_LIMIT : (Object) ratio(parts[0], parts[1]))
            .toList(),
        this::olderQuota);
  }

  /** GiB that the control groups of this process grant, {@code none} without a limit. */
  Object memoryLimit() {
    return tightest(
        controlled("memory.max")
            .map(text -> text.equals(UNLIMITED) ? NO_LIMIT : (Object) gibibytes(text))
            .toList(),
        Optional::empty);
  }

  /** A group's limit holds for those below it too, so the smallest counts. */
  private static Object tightest(List<Object> limits, Supplier<Optional<Object>> older) {
    Optional<Double> least =
        limits.stream()
            .filter(Double.class::isInstance)
            .map(Double.class::cast)
            .min(Double::compare);
    if (least.isPresent()) {
      return least.get();
    }
    return limits.isEmpty() ? Unknown.or(older.get()) : NO_LIMIT;
  }

  /** What a control file says in the group of this process and those above it. */
  private Stream<String> controlled(String file) {
    List<String> folders = new ArrayList<>();
    for (Path group = group(); group != null; group = group.getParent()) {
      folders.add(group + "/");
    }
    folders.add("");
    return folders.stream()
        .flatMap(folder -> files.read("sys/fs/cgroup/" + folder + file).stream());
  }

  private static double gibibytes(String bytes) {
    return Double.parseDouble(bytes) / (1 << 30);
  }

  /** Where in the unified hierarchy this process is; null at its root or without one. */
  private Path group() {
    return files
        .lines("proc/self/cgroup")
        .filter(line -> line.startsWith("0::/") && line.length() > "0::/".length())
        .map(line -> Path.of(line.substring("0::/".length())))
        .findFirst()
        .orElse(null);
  }

  private Optional<Object> olderQuota() {
    Optional<String> limit = files.read("sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    Optional<String> period = files.read("sys/fs/cgroup/cpu/cpu.cfs_period_us");
    return limit.isEmpty() || period.isEmpty()
        ? Optional.empty()
        : Optional.of(limit.get().equals("-1") ? NO_LIMIT : ratio(limit.get(), period.get()));
  }

  private static double ratio(String part, String whole) {
    return Double.parseDouble(part) / Double.parseDouble(whole);
  }

  Object transparentHugePages() {
    Optional<String> modes = files.read("sys/kernel/mm/transparent_hugepage/enabled");
    Optional<Matcher> chosen = modes.map(BRACKETED::matcher).filter(Matcher::find);
    return Unknown.or(chosen.map(match -> match.group(1)));
  }

  Map<String, Object> numa() {
    String directory = "sys/devices/system/node";
    List<String> nodes = files.names(directory, "node[0-9]*");
    Map<String, Object> numa = new LinkedHashMap<>();
    numa.put("nodes", nodes.isEmpty() ? Unknown.UNKNOWN : (Object) nodes.size());
    numa.put("layout", nodes.stream().map(name -> node(directory + "/" + name, name)).toList());
    return numa;
  }

  private Map<String, Object> node(String path, String name) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("id", Integer.parseInt(name.substring("node".length())));
    node.put("cpus", Unknown.or(files.read(path + "/cpulist")));
    node.put(
        "memory_gb",
        Unknown.or(files.lines(path + "/meminfo").flatMap(KernelSettings::total).findFirst()));
    return node;
  }

  private static Stream<Double> total(String line) {
    String[] parts = line.split("MemTotal:", 2);
    return Arrays.stream(parts)
        .skip(1)
        .map(text -> Double.parseDouble(text.replaceAll("[^0-9]", "")) / KIB_PER_GIB);
  }

  Map<String, Object> virtualisation(String hypervisor) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("machine", Unknown.orNamed(hypervisor));
    found.put(
        "hypervisor_flag",
        Unknown.or(files.field("proc/cpuinfo", "flags").map(KernelSettings::underHypervisor)));
    found.put("container", container());
    return found;
  }

  /** The kind of container, or {@code unknown}: that nothing tells of one does not rule one out. */
  private Object container() {
    Optional<String> marked =
        CONTAINERS.entrySet().stream()
            .filter(mark -> files.exists(mark.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    return Unknown.or(marked.or(() -> files.read("run/systemd/container")));
  }

  private static Object underHypervisor(String flags) {
    return List.of(flags.split("\\s+")).contains("hypervisor");
  }
}
