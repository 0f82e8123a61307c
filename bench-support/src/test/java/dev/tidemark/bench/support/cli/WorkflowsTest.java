package dev.tidemark.bench.support.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the workflows call is there. */
class WorkflowsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SCRIPT = Pattern.compile("scripts/[\\w.-]+");
  private static final Pattern PROFILE = Pattern.compile("-P (\\w+)");

  @Test
  void workflows_scripts_areExecutable() throws IOException {
    List<String> scripts = mentioned(SCRIPT, 0);

    assertThat(scripts).contains("scripts/bench_nightly.sh", "scripts/bench_runner.sh");
    assertThat(scripts).allMatch(script -> Files.isExecutable(ROOT.resolve(script)));
  }

  @Test
  void workflows_mavenProfiles_areDefined() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));

    assertThat(mentioned(PROFILE, 1))
        .contains("stress", "browser", "peers")
        .allMatch(profile -> pom.contains("<id>" + profile + "</id>"));
  }

  private static List<String> mentioned(Pattern pattern, int group) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
      return pattern.matcher(all).results().map(result -> result.group(group)).distinct().toList();
    }
  }
}
