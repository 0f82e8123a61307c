package dev.tidemark.bench.support.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.bench.support.build.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir private Path root;

  @Test
  void capture_thisMachine_hasEverySection() {
    Map<String, Object> captured =
        Environment.capture(
            Checkout.read(root), root.resolve("data"), List.of("-XX:+UseG1GC", "-Xmx3g"));

    assertThat(captured)
        .containsKeys(
            "timestamp",
            "os",
            "cpu",
            "memory",
            "numa",
            "governor",
            "virtualisation",
            "load",
            "java",
            "jmh",
            "git",
            "data",
            "is_reference_platform",
            "not_reference_because");
    assertThat(section(captured, "java"))
        .containsEntry("gc", "G1GC")
        .containsEntry("max_heap_mb", 3072L);
    assertThat(section(captured, "cpu").get("threads"))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(section(captured, "git")).containsEntry("commit", "unknown");
    assertThat(section(captured, "data").get("sync_ns")).isInstanceOf(Long.class);
    assertThat(captured.values()).doesNotContainNull();
  }

  @Test
  void kernel_emptyFileSystem_isUnknownEverywhere() {
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    assertThat(kernel.governor())
        .containsEntry("current", "unknown")
        .containsEntry("is_performance", "unknown");
    assertThat(kernel.turbo()).isEqualTo("unknown");
    assertThat(kernel.affinity()).isEqualTo("unknown");
    assertThat(kernel.quota()).isEqualTo("unknown");
    assertThat(kernel.transparentHugePages()).isEqualTo("unknown");
    assertThat(kernel.cache(1, "Data")).isEqualTo("unknown");
    assertThat(kernel.numa()).containsEntry("nodes", "unknown");
    assertThat(kernel.virtualisation(""))
        .containsEntry("machine", "unknown")
        .containsEntry("hypervisor_flag", "unknown")
        .containsEntry("container", "unknown");
    assertThat(kernel.virtualisation("unknown unknown")).containsEntry("machine", "unknown");
  }

  @Test
  void quota_groupBelowALimit_isTheTightestOnTheWayUp() throws IOException {
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    file("proc/self/cgroup", "0::/a/b\n");
    file("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    assertThat(kernel.quota()).isEqualTo("none");
    file("sys/fs/cgroup/a/cpu.max", "200000 100000\n");
    assertThat(kernel.quota()).isEqualTo(2.0);
    file("sys/fs/cgroup/a/b/cpu.max", "50000 100000\n");
    assertThat(kernel.quota()).isEqualTo(0.5);
  }

  @Test
  void memoryLimit_groups_areReadLikeThoseOfTime() throws IOException {
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    assertThat(kernel.memoryLimit()).isEqualTo("unknown");
    file("sys/fs/cgroup/memory.max", "max\n");
    assertThat(kernel.memoryLimit()).isEqualTo("none");
    file("proc/self/cgroup", "0::/a\n");
    file("sys/fs/cgroup/a/memory.max", "1610612736\n");
    assertThat(kernel.memoryLimit()).isEqualTo(1.5);
  }

  @Test
  void quota_olderHierarchy_isRead() throws IOException {
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertThat(kernel.quota()).isEqualTo("none");
    file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "250000\n");
    assertThat(kernel.quota()).isEqualTo(2.5);
  }

  @Test
  void container_marks_nameItsKind() throws IOException {
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    file("run/systemd/container", "lxc\n");
    assertThat(kernel.virtualisation("x")).containsEntry("container", "lxc");
    file(".dockerenv", "");
    assertThat(kernel.virtualisation("x")).containsEntry("container", "docker");
  }

  @Test
  void kernel_writtenFiles_areRead() throws IOException {
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    file(
        "sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors",
        "performance powersave\n");
    file("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    file("sys/devices/system/cpu/cpu0/cache/index2/level", "2\n");
    file("sys/devices/system/cpu/cpu0/cache/index2/type", "Unified\n");
    file("sys/devices/system/cpu/cpu0/cache/index2/size", "512K\n");
    file("sys/fs/cgroup/cpu.max", "150000 100000\n");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    file("sys/devices/system/node/node0/cpulist", "0-7\n");
    file("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:  2097152 kB\n");
    file("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3\n");
    file("proc/cpuinfo", "flags\t\t: fpu hypervisor sse\n");
    KernelSettings kernel = new KernelSettings(new SystemFiles(root));

    assertThat(kernel.governor())
        .containsEntry("is_performance", true)
        .containsEntry("available", List.of("performance", "powersave"));
    assertThat(kernel.turbo()).isEqualTo("off");
    assertThat(kernel.cache(2, "Unified")).isEqualTo("512K");
    assertThat(kernel.quota()).isEqualTo(1.5);
    assertThat(kernel.transparentHugePages()).isEqualTo("madvise");
    assertThat(kernel.affinity()).isEqualTo("0-3");
    assertThat(kernel.virtualisation("x")).containsEntry("hypervisor_flag", true);
    assertThat(kernel.numa())
        .containsEntry("layout", List.of(Map.of("id", 0, "cpus", "0-7", "memory_gb", 2.0)));
  }

  @Test
  void departures_referenceMachine_areNone() {
    assertThat(ReferencePlatform.load().departures(reference())).isEmpty();
  }

  @Test
  void departures_everyOtherValue_isNamed() {
    Map<String, Object> other = reference();
    other.put("os", Map.of("family", "Mac OS X", "name", "macOS"));
    other.put("cpu", Map.of("model", "Apple M2", "threads", 8));
    other.put("memory", Map.of("total_gb", 16.0));
    other.put("governor", Map.of("is_performance", false));

    assertThat(ReferencePlatform.load().departures(other))
        .hasSize(6)
        .anyMatch(reason -> reason.contains("Ryzen 7 7800X3D") && reason.contains("Apple M2"))
        .anyMatch(reason -> reason.contains("governor"));
  }

  @Test
  void doubts_unfitMachine_nameEach() {
    Map<String, Object> unfit = reference();
    unfit.put("os", Map.of("family", "Mac OS X"));
    unfit.put("governor", Map.of("is_performance", false, "current", "powersave"));
    unfit.put("cpu", Map.of("turbo", "on", "threads", 2));
    unfit.put("load", Map.of("before", 1.75));

    assertThat(MachineDoubts.of(unfit))
        .anyMatch(doubt -> doubt.contains("not Linux"))
        .anyMatch(doubt -> doubt.contains("powersave"))
        .anyMatch(doubt -> doubt.contains("turbo boost is on"))
        .anyMatch(doubt -> doubt.contains("1.75 on 2 cores"))
        .anyMatch(doubt -> doubt.contains("has 2 cores"));
  }

  @Test
  void doubts_fitMachine_areAboutMissingToolsAtMost() {
    Map<String, Object> fit = reference();
    fit.put("load", Map.of("before", 7.5));

    assertThat(MachineDoubts.of(fit)).allMatch(doubt -> doubt.contains("perf"));
  }

  @Test
  void median_directoryThatCannotBe_isEmpty() throws IOException {
    Path file = Files.createFile(root.resolve("file"));

    assertThat(SyncProbe.median(file)).isEmpty();
    assertThat(SyncProbe.median(root).orElseThrow()).isPositive();
  }

  private static Map<String, Object> reference() {
    Map<String, Object> environment = new LinkedHashMap<>();
    environment.put("os", Map.of("family", "Linux", "name", "Ubuntu 24.04.2 LTS"));
    environment.put("cpu", Map.of("model", "AMD Ryzen 7 7800X3D 8-Core Processor", "threads", 16));
    environment.put("memory", Map.of("total_gb", 62.7));
    environment.put("governor", Map.of("is_performance", true));
    return environment;
  }

  private static Map<?, ?> raw(Map<String, Object> environment, String name) {
    return (Map<?, ?>) environment.get(name);
  }

  private static Map<String, Object> section(Map<String, Object> environment, String name) {
    Map<String, Object> section = new LinkedHashMap<>();
    raw(environment, name).forEach((key, value) -> section.put((String) key, value));
    return section;
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
