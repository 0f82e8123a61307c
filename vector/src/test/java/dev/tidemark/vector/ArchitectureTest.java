package dev.tidemark.vector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tidemark.vector", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule distanceKnowsNeitherIndexNorStore =
      classes()
          .that()
          .resideInAPackage("..vector.distance")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.tidemark.types", "..vector.distance");

  @ArchTest
  static final ArchRule indexKnowsDistanceOnly =
      classes()
          .that()
          .resideInAPackage("..vector.index")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "dev.tidemark.types", "..vector.distance", "..vector.index");

  @ArchTest
  static final ArchRule storeKnowsTheEngineByItsFaceOnly =
      classes()
          .that()
          .resideInAPackage("dev.tidemark.vector")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.tidemark.types",
              "dev.tidemark.transaction",
              "dev.tidemark.index",
              "dev.tidemark.vector",
              "..vector.distance",
              "..vector.index");

  @ArchTest
  static final ArchRule simdIsReachedByNameOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("..vector.simd")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..vector.simd", "jdk.incubator.vector");

  @ArchTest
  static final ArchRule acyclic = slices().matching("dev.tidemark.(**)").should().beFreeOfCycles();

  @ArchTest
  static void scannedEveryPackage(JavaClasses classes) {
    assertThat(classes)
        .extracting(type -> type.getPackageName())
        .contains(
            "dev.tidemark.vector",
            "dev.tidemark.vector.distance",
            "dev.tidemark.vector.index",
            "dev.tidemark.vector.simd");
  }
}
