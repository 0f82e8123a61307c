package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.compare.Comparison;
import dev.tidemark.baseline.compare.Verdict;
import dev.tidemark.baseline.html.HtmlReport;
import dev.tidemark.baseline.html.ReportSource;
import dev.tidemark.baseline.report.Annotations;
import dev.tidemark.baseline.report.CsvReport;
import dev.tidemark.baseline.report.Document;
import dev.tidemark.baseline.report.JsonReport;
import dev.tidemark.baseline.report.JunitReport;
import dev.tidemark.baseline.report.MarkdownReport;
import dev.tidemark.baseline.report.SarifReport;
import dev.tidemark.baseline.report.TextReport;
import dev.tidemark.baseline.report.View;
import dev.tidemark.runs.RunRecordJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a comparison is shown, and where. */
final class OutputOptions {

  @Mixin private ColorOption color;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "VERDICT",
      description =
          "Show only rows with these verdicts: ${COMPLETION-CANDIDATES}. REGRESSED and IMPROVED"
              + " bring their points.")
  private Set<Verdict> only = EnumSet.noneOf(Verdict.class);

  @Option(names = "--all", description = "Show unchanged rows and percentiles too.")
  private boolean all;

  @Option(
      names = "--sort",
      defaultValue = "verdict",
      description = "Order of the rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private View.Sort sort;

  @Option(
      names = "--format",
      paramLabel = "F[:FILE]",
      converter = FormatTarget.Converter.class,
      description = FormatTarget.NAMES + ", to standard output or FILE. Repeatable.")
  private List<FormatTarget> formats = new ArrayList<>();

  @Option(names = "--json", description = "Short for --format=json.")
  private boolean json;

  /** The targets, checked before anything is compared. */
  List<FormatTarget> targets(CommandSpec spec) {
    List<FormatTarget> targets = new ArrayList<>(formats);
    if (json) {
      targets.add(new FormatTarget(FormatTarget.Kind.JSON, Optional.empty()));
    }
    if (targets.isEmpty()) {
      targets.add(new FormatTarget(FormatTarget.Kind.TEXT, Optional.empty()));
    }
    if (targets.stream().filter(target -> target.file().isEmpty()).count() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "two formats would share standard output; send one to a file, as in json:report.json");
    }
    return targets;
  }

  /**
   * Writes a comparison to every target, and beside the build where one runs it.
   *
   * @param page of the comparison in a folder
   */
  void write(
      Comparison comparison,
      Function<Path, ReportSource> page,
      List<FormatTarget> targets,
      Console console) {
    targets.forEach(target -> write(render(comparison, page, target, console), target, console));
    if (console.environment().getOrDefault("GITHUB_ACTIONS", "").equals("true")) {
      Annotations.lines(comparison).forEach(console.err()::println);
    }
  }

  private static void write(String report, FormatTarget target, Console console) {
    if (target.file().isEmpty()) {
      console.out().print(report);
      console.out().flush();
    } else {
      RunRecordJson.writeAtomically(
          console.workingDirectory().resolve(target.file().get()),
          report.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String render(
      Comparison comparison,
      Function<Path, ReportSource> page,
      FormatTarget target,
      Console console) {
    boolean coloured = target.file().isEmpty() && color.enabled(console);
    return switch (target.kind()) {
      case TEXT -> TextReport.render(document(comparison), coloured);
      case MARKDOWN -> MarkdownReport.render(document(comparison));
      case JSON -> JsonReport.render(comparison);
      case CSV -> CsvReport.render(comparison);
      case JUNIT -> JunitReport.render(comparison);
      case SARIF -> SarifReport.render(comparison);
      case HTML -> HtmlReport.render(page.apply(target.folder(console.workingDirectory())));
    };
  }

  private Document document(Comparison comparison) {
    return Document.of(comparison, new View(all, only, sort));
  }
}
