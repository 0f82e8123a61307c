package dev.tidemark.bench.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.tidemark.bench.support",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tidemark.bench.support";

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("(dev.tidemark.bench.support..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule authorApi_knowsNothingOfTheHarness =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".catalog", ROOT + ".run", ROOT + ".cli", ROOT + ".environment");

  @ArchTest
  static final ArchRule comparison_isReachedThroughRunRecordsOnly =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.tidemark.baseline..");

  @ArchTest
  static void classes_wereScanned(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(40);
  }
}
