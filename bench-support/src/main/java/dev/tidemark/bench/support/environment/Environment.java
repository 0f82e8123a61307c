package dev.tidemark.bench.support.environment;

import dev.tidemark.bench.support.build.Commit;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.openjdk.jmh.util.Version;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** Describes this machine, the Java that forks run on, and the commit, as nested named values. */
public final class Environment {
  private static final double GIB = 1 << 30;
  private static final double MHZ = 1e6;

  private final SystemInfo system = new SystemInfo();
  private final KernelSettings kernel = new KernelSettings(SystemFiles.ofThisMachine());

  private Environment() {}

  /**
   * Reads everything that can be read. What cannot is the text {@code unknown}.
   *
   * @param commit what this code was built from
   * @param dataDirectory where databases of benchmarks live; its sync latency is measured
   * @param jvmArguments what each fork is started with
   */
  public static Map<String, Object> capture(
      Commit commit, Path dataDirectory, List<String> jvmArguments) {
    return new Environment().describe(commit, dataDirectory, jvmArguments);
  }

  /** Runnable tasks, averaged over the last minute; unknown where no load average is kept. */
  public static Object load() {
    double tasks = new SystemInfo().getHardware().getProcessor().getSystemLoadAverage(1)[0];
    return tasks < 0 ? Unknown.UNKNOWN : (Object) tasks;
  }

  private Map<String, Object> describe(Commit commit, Path data, List<String> jvmArguments) {
    HardwareAbstractionLayer hardware = system.getHardware();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("os", operatingSystem(system.getOperatingSystem()));
    all.put("cpu", cpu(hardware.getProcessor()));
    all.put("memory", memory(hardware.getMemory()));
    all.put("numa", kernel.numa());
    all.put("governor", kernel.governor());
    all.put("virtualisation", kernel.virtualisation(virtualMachine(hardware)));
    all.put("load", named("before", load()));
    all.put("java", java(jvmArguments));
    all.put("jmh", named("version", Version.getPlainVersion()));
    all.put("git", git(commit));
    all.put("data", dataDirectory(data));
    List<String> reasons = ReferencePlatform.load().departures(all);
    all.put("is_reference_platform", reasons.isEmpty());
    all.put("not_reference_because", reasons);
    return all;
  }

  private static Map<String, Object> named(String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }

  private static Map<String, Object> operatingSystem(OperatingSystem os) {
    SystemFiles files = SystemFiles.ofThisMachine();
    Optional<String> pretty =
        files.field("etc/os-release", "PRETTY_NAME").map(name -> name.replace("\"", ""));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", pretty.orElse(os.toString()));
    map.put("family", System.getProperty("os.name"));
    map.put("version", os.getVersionInfo().toString());
    map.put("kernel", System.getProperty("os.version"));
    map.put("arch", System.getProperty("os.arch"));
    return map;
  }

  private Map<String, Object> cpu(CentralProcessor processor) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", Unknown.orNamed(processor.getProcessorIdentifier().getName()));
    map.put("sockets", Unknown.orPositive(processor.getPhysicalPackageCount()));
    map.put("cores", Unknown.orPositive(processor.getPhysicalProcessorCount()));
    map.put("threads", processor.getLogicalProcessorCount());
    map.put("cache_l1d", kernel.cache(1, "Data"));
    map.put("cache_l1i", kernel.cache(1, "Instruction"));
    map.put("cache_l2", kernel.cache(2, "Unified"));
    map.put("cache_l3", kernel.cache(3, "Unified"));
    map.put("frequency_mhz", Unknown.orPositive(meanMegahertz(processor.getCurrentFreq())));
    map.put("max_frequency_mhz", Unknown.orPositive(processor.getMaxFreq() / MHZ));
    map.put("turbo", kernel.turbo());
    map.put("affinity", kernel.affinity());
    map.put("quota", kernel.quota());
    return map;
  }

  private static double meanMegahertz(long[] frequencies) {
    return Arrays.stream(frequencies).average().orElse(-1) / MHZ;
  }

  private Map<String, Object> memory(GlobalMemory memory) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("total_gb", Unknown.orPositive(memory.getTotal() / GIB));
    map.put("available_gb", Unknown.orPositive(memory.getAvailable() / GIB));
    map.put("limit_gb", kernel.memoryLimit());
    map.put("swap_gb", memory.getVirtualMemory().getSwapTotal() / GIB);
    map.put("thp", kernel.transparentHugePages());
    return map;
  }

  private static String virtualMachine(HardwareAbstractionLayer hardware) {
    return hardware.getComputerSystem().getManufacturer()
        + " "
        + hardware.getComputerSystem().getModel();
  }

  private static Map<String, Object> java(List<String> jvmArguments) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("vendor", System.getProperty("java.vendor"));
    map.put("version", System.getProperty("java.version"));
    map.put("runtime", System.getProperty("java.runtime.version"));
    map.put("vm", System.getProperty("java.vm.name"));
    map.put("flags", jvmArguments);
    map.put("gc", Unknown.or(flag(jvmArguments, "-XX:+Use")));
    map.put("max_heap_mb", Unknown.or(flag(jvmArguments, "-Xmx").map(Environment::megabytes)));
    return map;
  }

  private static Optional<String> flag(List<String> arguments, String prefix) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .reduce((earlier, later) -> later)
        .map(argument -> argument.substring(prefix.length()));
  }

  private static long megabytes(String size) {
    String unit = size.substring(size.length() - 1).toLowerCase(Locale.ROOT);
    long amount = Long.parseLong(size.replaceAll("[^0-9]", ""));
    return switch (unit) {
      case "g" -> amount << 10;
      case "m" -> amount;
      case "k" -> amount >> 10;
      default -> amount >> 20;
    };
  }

  private static Map<String, Object> git(Commit commit) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("commit", commit.id());
    map.put("branch", commit.branch());
    map.put("dirty", commit.dirty());
    return map;
  }

  private static Map<String, Object> dataDirectory(Path directory) {
    OptionalLong sync = SyncProbe.median(directory);
    Map<String, Object> map = new LinkedHashMap<>();
    try {
      FileStore store = Files.getFileStore(directory);
      map.put("device", store.name());
      map.put("file_system", store.type());
    } catch (IOException unreadable) {
      map.put("device", Unknown.UNKNOWN);
      map.put("file_system", Unknown.UNKNOWN);
    }
    map.put("sync_ns", sync.isPresent() ? (Object) sync.getAsLong() : Unknown.UNKNOWN);
    return map;
  }
}
