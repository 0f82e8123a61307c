package dev.tidemark.vector.distance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.types.Value;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final String WARNING = "--add-modules jdk.incubator.vector";

  @Test
  @Tag("simd")
  void settled_moduleResolved_isSimdAndCurrentFollows() {
    DistanceKernel settled = Kernels.settled().join();

    assertThat(settled.name()).startsWith("simd-");
    assertThat(Kernels.current()).isSameAs(settled);
  }

  @Test
  @Tag("scalar")
  void settled_moduleAbsent_isScalarAtOnce() {
    assertThat(Kernels.simd()).isEmpty();
    assertThat(Kernels.settled()).isCompletedWithValue(Kernels.scalar());
    assertThat(Kernels.current()).isSameAs(Kernels.scalar());
  }

  @Test
  @Tag("scalar")
  void choose_classPathWithModule_settlesOnSimdSilently() throws Exception {
    String output = probe("--add-modules", "jdk.incubator.vector", "-cp", classPath(), main());

    assertThat(output).contains("kernel=simd-").contains("sums=14.0,14.0").doesNotContain(WARNING);
  }

  @Test
  @Tag("scalar")
  void choose_classPathWithoutModule_settlesOnScalarAndWarnsOnce() throws Exception {
    String output = probe("-cp", classPath(), main());

    assertThat(output).contains("kernel=scalar").containsOnlyOnce(WARNING);
  }

  @Test
  @Tag("scalar")
  void choose_modulePathWithModule_settlesOnSimdSilently() throws Exception {
    String output = probeOnModulePath("--add-modules", "jdk.incubator.vector");

    assertThat(output).contains("kernel=simd-").contains("sums=14.0,14.0").doesNotContain(WARNING);
  }

  @Test
  @Tag("scalar")
  void choose_modulePathWithoutModule_settlesOnScalarAndWarnsOnce() throws Exception {
    String output = probeOnModulePath();

    assertThat(output).contains("kernel=scalar").containsOnlyOnce(WARNING);
  }

  private static String probeOnModulePath(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--module-path",
            String.join(java.io.File.pathSeparator, home(Kernels.class), home(Value.class)),
            "--patch-module",
            "dev.tidemark.vector=" + home(KernelProbe.class),
            "-m",
            "dev.tidemark.vector/" + main()));
    return probe(arguments.toArray(String[]::new));
  }

  private static String probe(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String classPath() throws URISyntaxException {
    return String.join(
        java.io.File.pathSeparator,
        home(Kernels.class),
        home(KernelProbe.class),
        home(Value.class));
  }

  private static String main() {
    return KernelProbe.class.getName();
  }

  private static String home(Class<?> type) throws URISyntaxException {
    URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(location).toString();
  }
}
