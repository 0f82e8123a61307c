package dev.tidemark;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "dev.tidemark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule arrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("dev.tidemark")
          .layer("transaction")
          .definedBy("dev.tidemark.transaction..")
          .layer("durability")
          .definedBy("dev.tidemark.durability..")
          .layer("storage")
          .definedBy("dev.tidemark.storage..")
          .layer("index")
          .definedBy("dev.tidemark.index..")
          .layer("types")
          .definedBy("dev.tidemark.types..")
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("durability")
          .mayOnlyBeAccessedByLayers("root", "transaction")
          .whereLayer("storage")
          .mayOnlyBeAccessedByLayers("transaction")
          .whereLayer("index")
          .mayOnlyBeAccessedByLayers("storage", "transaction");

  @ArchTest
  static final ArchRule acyclic = slices().matching("dev.tidemark.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jdkOnly =
      ArchRuleDefinition.classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.tidemark..", "java..");

  @ArchTest
  static void scan_mainClasses_isNotEmpty(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(60);
  }
}
