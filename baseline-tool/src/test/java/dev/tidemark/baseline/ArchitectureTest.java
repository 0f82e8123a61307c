package dev.tidemark.baseline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.tidemark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String TOOL = "dev.tidemark.baseline.";
  private static final String RUNS = "dev.tidemark.runs";
  private static final String STATISTICS = TOOL + "statistics";
  private static final String COMPARE = TOOL + "compare";
  private static final String REPORT = TOOL + "report";
  private static final String IMPORTER = TOOL + "importer";
  private static final String CALIBRATE = TOOL + "calibrate";
  private static final String HISTORY = TOOL + "history";
  private static final String HTML = TOOL + "html";
  private static final String CLI = TOOL + "cli";
  private static final String JACKSON = "com.fasterxml.jackson..";

  @ArchTest static final ArchRule statistics = only(STATISTICS);

  @ArchTest static final ArchRule runs = only(RUNS, STATISTICS, JACKSON);
  @ArchTest static final ArchRule compare = only(COMPARE, RUNS, STATISTICS);

  @ArchTest
  static final ArchRule report =
      only(REPORT, CALIBRATE, HISTORY, COMPARE, RUNS, STATISTICS, JACKSON, "javax.xml.stream..");

  @ArchTest
  static final ArchRule calibrate = only(CALIBRATE, HISTORY, COMPARE, RUNS, STATISTICS, JACKSON);

  @ArchTest static final ArchRule history = only(HISTORY, COMPARE, RUNS, STATISTICS);

  @ArchTest static final ArchRule importer = only(IMPORTER, RUNS, JACKSON);

  @ArchTest static final ArchRule html = only(HTML, HISTORY, COMPARE, RUNS, STATISTICS, JACKSON);

  @ArchTest
  static final ArchRule cli =
      only(CLI, HTML, IMPORTER, REPORT, CALIBRATE, HISTORY, COMPARE, RUNS, STATISTICS, "picocli..");

  @ArchTest
  static final ArchRule acyclic = slices().matching("dev.tidemark.(**)").should().beFreeOfCycles();

  @ArchTest
  static void scan_thisModule_foundEveryPackage(JavaClasses classes) {
    assertThat(classes.stream().map(c -> c.getPackageName()).distinct())
        .contains(STATISTICS, RUNS, COMPARE, CALIBRATE, HISTORY, REPORT, IMPORTER, HTML, CLI);
    assertThat(classes.size()).isGreaterThan(60);
  }

  private static ArchRule only(String origin, String... targets) {
    String[] allowed =
        Stream.concat(Stream.of(origin, "java.."), Stream.of(targets)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(origin)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed));
  }
}
