package dev.tidemark.bench.support.environment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel's own files say and OSHI does not. */
final class KernelSettings {
  private static final String CPU0 = "sys/devices/system/cpu/cpu0/";
  private static final String FREQUENCY = CPU0 + "cpufreq/";
  private static final Pattern BRACKETED = Pattern.compile("\\[(\\w+)]");
  private static final long KIB_PER_GIB = 1 << 20;

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
    governor.put("is_performance", current.isPresent() && current.get().equals("performance"));
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

  /** Cores' worth of time that the control group grants, {@code none} without a limit. */
  Object quota() {
    Optional<String> unified = files.read("sys/fs/cgroup/cpu.max");
    if (unified.isPresent()) {
      String[] parts = unified.get().split("\\s+", 2);
      return parts[0].equals("max") ? "none" : (Object) ratio(parts[0], parts[1]);
    }
    Optional<String> limit = files.read("sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    Optional<String> period = files.read("sys/fs/cgroup/cpu/cpu.cfs_period_us");
    if (limit.isEmpty() || period.isEmpty()) {
      return Unknown.UNKNOWN;
    }
    return limit.get().equals("-1") ? "none" : (Object) ratio(limit.get(), period.get());
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
    found.put("hypervisor", hypervisor.isEmpty() ? Unknown.UNKNOWN : hypervisor);
    found.put(
        "hypervisor_flag",
        Unknown.or(files.field("proc/cpuinfo", "flags").map(KernelSettings::underHypervisor)));
    found.put("container", files.exists(".dockerenv") || files.exists("run/.containerenv"));
    return found;
  }

  private static Object underHypervisor(String flags) {
    return List.of(flags.split("\\s+")).contains("hypervisor");
  }
}
