package dev.tidemark.primitives;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tidemark.kv", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheApiOfCore =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "dev.tidemark.kv..", "dev.tidemark.transaction..", "dev.tidemark.types..");

  @ArchTest
  static final ArchRule facadesHoldNoDatabase =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.tidemark");

  @ArchTest
  static void scan_mainClasses_isNotEmpty(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThanOrEqualTo(3);
  }
}
