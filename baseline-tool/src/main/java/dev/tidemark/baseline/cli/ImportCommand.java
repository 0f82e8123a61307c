package dev.tidemark.baseline.cli;

import dev.tidemark.baseline.importer.Importer;
import dev.tidemark.baseline.importer.Tool;
import dev.tidemark.runs.RunRecord;
import dev.tidemark.runs.RunRecordException;
import dev.tidemark.runs.RunRecordJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Makes a run record of another harness's results. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a run record of what JMH, Criterion, Google Benchmark, hyperfine, BenchmarkDotNet or"
          + " go test wrote.",
      "Several sources are the sessions of one record."
    },
    footer = {
      "",
      "Examples:",
      "  compare-baseline import jmh-result.json --to=base.json --commit=1a2b3c",
      "  compare-baseline import target/criterion --to=base.json",
      "  compare-baseline import bench-1.txt bench-2.txt --from=go --to=base.json"
    })
final class ImportCommand implements Callable<Integer> {

  private static final String TOOLS =
      Arrays.stream(Tool.values()).map(Tool::label).collect(Collectors.joining(", "));

  private final Console console;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "A file, or Criterion's folder; each from one invocation of the harness.")
  private List<Path> sources = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TOOL",
      converter = ToolConverter.class,
      description =
          "jmh, criterion, google-benchmark, hyperfine, benchmarkdotnet or go. Default: by what the"
              + " source holds.")
  private Tool from;

  @Option(
      names = "--commit",
      defaultValue = "unknown",
      description = "What was measured. Default: ${DEFAULT-VALUE}.")
  private String commit;

  @Option(
      names = "--branch",
      defaultValue = "unknown",
      description = "Of the commit. Default: ${DEFAULT-VALUE}.")
  private String branch;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where the record goes. Default: standard output.")
  private Path to;

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Path> found = sources.stream().map(console.workingDirectory()::resolve).toList();
    RunRecord record =
        Importer.read(found, tool(found.get(0)), new Importer.Provenance(commit, branch));
    if (to == null) {
      console.out().print(new String(RunRecordJson.toBytes(record), StandardCharsets.UTF_8));
      console.out().flush();
    } else {
      RunRecordJson.write(console.workingDirectory().resolve(to), record);
    }
    record
        .failures()
        .forEach(failure -> console.err().println(failure.id() + ": " + failure.reason()));
    return ExitCode.PASSED;
  }

  private Tool tool(Path source) {
    if (from != null) {
      return from;
    }
    return Importer.recognize(source)
        .orElseThrow(
            () ->
                new RunRecordException(
                    source + ": holds no known results; name the harness with --from=" + TOOLS));
  }

  private static final class ToolConverter implements ITypeConverter<Tool> {
    @Override
    public Tool convert(String text) {
      return Arrays.stream(Tool.values())
          .filter(tool -> tool.label().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("\"" + text + "\" is no tool; use " + TOOLS));
    }
  }
}
